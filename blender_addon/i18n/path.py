"""Korean and Japanese for paths and targets."""

from __future__ import annotations

# English -> (Korean, Japanese).
PATH: dict[str, tuple[str, str]] = {
    "Path and Targets": ("경로와 목표", "経路と目標"),
    "Path": ("경로", "経路"),
    "Draw": ("그리기", "描く"),
    "Face": ("방향", "向き"),
    "Along": ("경로 방향", "経路に沿う"),
    "As at Start": ("시작 방향", "最初の向き"),
    "Object": ("오브젝트", "オブジェクト"),
    "Towards": ("바라볼 대상", "向く先"),
    "Joint": ("관절", "関節"),
    "Target": ("목표", "目標"),
    "Right Hand": ("오른손", "右手"),
    "Left Hand": ("왼손", "左手"),
    "Right Foot": ("오른발", "右足"),
    "Left Foot": ("왼발", "左足"),
    "Head": ("머리", "頭"),
    "Hips": ("골반", "腰"),
    "Look": ("시선", "視線"),
    "{0:.1f} m, at its own speed": ("{0:.1f} m, 걸음의 원래 속도", "{0:.1f} m、歩みの自然な速さ"),
    "{0:.1f} m, {1:.1f} m/s": ("{0:.1f} m, {1:.1f} m/s", "{0:.1f} m、{1:.1f} m/s"),
    "Motif: Draw Path": ("Motif: 경로 그리기", "Motif: 経路を描く"),
    "Motif: Add Target": ("Motif: 목표 추가", "Motif: 目標を追加"),
    "Motif: Remove Target": ("Motif: 목표 제거", "Motif: 目標を削除"),
    "Where a take leads, and what it reaches": ("테이크가 가는 길과 닿는 것", "テイクが進む道と届く先"),
    "The list of targets: joint, object and frames": (
        "목표 목록: 관절, 오브젝트, 프레임",
        "目標の一覧: 関節、オブジェクト、フレーム",
    ),
    "The curve that the character goes along": ("캐릭터가 따라가는 커브", "キャラクターがたどるカーブ"),
    "Where the character looks on the path": ("경로에서 캐릭터가 보는 방향", "経路でキャラクターが向く方向"),
    "The way it goes": ("가는 방향", "進む方向"),
    "One way all along: forward, sideways and backward as the path turns": (
        "처음부터 끝까지 한 방향: 경로가 꺾이면 앞, 옆, 뒤로 걷습니다",
        "ずっと同じ向き: 経路の曲がりに応じて前、横、後ろへ歩きます",
    ),
    "Towards an object": ("오브젝트를 향해", "オブジェクトの方へ"),
    "What the character faces on the path": ("경로에서 캐릭터가 향하는 것", "経路でキャラクターが向くもの"),
    "What reaches the object": ("오브젝트에 닿는 부위", "オブジェクトに届く部位"),
    "The right wrist is there": ("오른쪽 손목이 거기에 있습니다", "右の手首がそこにあります"),
    "The left wrist is there": ("왼쪽 손목이 거기에 있습니다", "左の手首がそこにあります"),
    "The right ankle is there": ("오른쪽 발목이 거기에 있습니다", "右の足首がそこにあります"),
    "The left ankle is there": ("왼쪽 발목이 거기에 있습니다", "左の足首がそこにあります"),
    "The head's lower end is there": ("머리 본의 아래 끝이 거기에 있습니다", "頭のボーンの下端がそこにあります"),
    "The hips are there": ("골반이 거기에 있습니다", "腰がそこにあります"),
    "The face is turned there": ("얼굴이 그쪽을 봅니다", "顔がそちらを向きます"),
    "What is reached; where it moves it is followed": (
        "닿을 대상. 움직이면 따라갑니다",
        "届く先。動くものは追いかけます",
    ),
    "Turned": ("회전 맞춤", "回転を合わせる"),
    "The joint's bone takes the object's axes, as with a Copy Rotation constraint": (
        "관절의 본이 오브젝트의 축을 따릅니다. 회전 복사 컨스트레인트와 같습니다",
        "関節のボーンがオブジェクトの軸に合います。回転コピーのコンストレイントと同じです",
    ),
    "First frame in which the joint is there": (
        "관절이 거기에 있는 첫 프레임",
        "関節がそこにある最初のフレーム",
    ),
    "Last frame in which the joint is there": (
        "관절이 거기에 있는 마지막 프레임",
        "関節がそこにある最後のフレーム",
    ),
    "Draw the path: a new curve on the floor, seen from above. Press and drag from where the character is to begin": (
        "경로 그리기: 위에서 본 바닥에 새 커브를 만듭니다. 캐릭터가 시작할 곳에서 누르고 끄세요",
        "経路を描きます: 上から見た床に新しいカーブを作ります。キャラクターの始まる所から押してドラッグしてください",
    ),
    "Add a target: the selected object, reached in the current frame": (
        "목표 추가: 선택한 오브젝트에 현재 프레임에서 닿습니다",
        "目標を追加: 選択中のオブジェクトに現在のフレームで届きます",
    ),
    "Remove this target from the list": ("이 목표를 목록에서 제거", "この目標を一覧から削除"),
    "Leave this mode first: a path is drawn from Object or Pose Mode.": (
        "먼저 이 모드를 나가세요. 경로는 오브젝트 모드나 포즈 모드에서 그립니다.",
        "先にこのモードを出てください。経路はオブジェクトモードかポーズモードから描きます。",
    ),
    "The list of targets is empty: add one first.": (
        "목표 목록이 비어 있습니다. 먼저 하나 추가하세요.",
        "目標の一覧が空です。先に追加してください。",
    ),
}
