"""Korean and Japanese for what is refused in words that never change; `sentences` has those with names in them."""

from __future__ import annotations

# English -> (Korean, Japanese).
ERRORS: dict[str, tuple[str, str]] = {
    "begins at frame {0}": ("프레임 {0}에서 시작합니다", "フレーム {0} から始まります"),
    "The prompt is empty: write what the character does, such as “a person walks forward”.": (
        "프롬프트가 비어 있습니다. 캐릭터가 하는 일을 영어로 쓰세요. 예: “a person walks forward”",
        "プロンプトが空です。キャラクターの動きを英語で書いてください。例: “a person walks forward”",
    ),
    "Nothing here can be held or smoothed: select its frames and in-between them.": (
        "여기에는 고정하거나 매끄럽게 할 것이 없습니다. 프레임을 선택해 인비트윈하세요.",
        "ここには固定や平滑化できるものがありません。フレームを選択して中割りしてください。",
    ),
    "There is nothing to clean: turn on a step, or give it more strength.": (
        "정리할 것이 없습니다. 단계를 켜거나 강도를 높이세요.",
        "整えるものがありません。手順をオンにするか、強さを上げてください。",
    ),
    "No step or gesture ends near a beat or marker: allow a longer reach.": (
        "박자나 마커 가까이에서 끝나는 걸음이나 몸짓이 없습니다. 범위를 늘리세요.",
        "拍やマーカーの近くで終わる足運びや身振りがありません。範囲を広げてください。",
    ),
    "No part of the body may change: choose one under In-between.": (
        "바꿀 수 있는 신체 부위가 없습니다. 인비트윈에서 하나를 선택하세요.",
        "変えてよい体の部位がありません。中割りで選んでください。",
    ),
    "A take can't be blended with itself: choose another one.": (
        "테이크를 자기 자신과 섞을 수 없습니다. 다른 것을 선택하세요.",
        "テイクを自身とブレンドすることはできません。別のものを選んでください。",
    ),
    "Nothing was on the armature before: choose the other take first.": (
        "이전에 아마추어에 아무것도 없었습니다. 다른 테이크를 먼저 선택하세요.",
        "以前アーマチュアには何もありませんでした。先にもう一つのテイクを選んでください。",
    ),
    "The whole take lies before frame 0, where no scene can begin: move it to later frames.": (
        "테이크 전체가 프레임 0 앞에 있어 씬이 거기서 시작할 수 없습니다. 뒤 프레임으로 옮기세요.",
        "テイク全体がフレーム 0 より前にあり、シーンはそこから始められません。後ろのフレームへ移してください。",
    ),
    "No steady beat is heard, as in speech: set markers of your own and snap to them.": (
        "말소리처럼 일정한 박자가 들리지 않습니다. 직접 마커를 찍고 거기에 맞추세요.",
        "話し声のように一定の拍が聞こえません。自分でマーカーを打ち、それに合わせてください。",
    ),
    "No bars are heard, which sections are made of: set markers of your own.": (
        "단락을 이루는 마디가 들리지 않습니다. 직접 마커를 찍으세요.",
        "区切りのもとになる小節が聞こえません。自分でマーカーを打ってください。",
    ),
    "No steady beat is heard, as in speech: set markers and snap to them.": (
        "말소리처럼 일정한 박자가 들리지 않습니다. 마커를 찍고 거기에 맞추세요.",
        "話し声のように一定の拍が聞こえません。マーカーを打ち、それに合わせてください。",
    ),
    "The preset has no name: type one, such as the character's.": (
        "프리셋에 이름이 없습니다. 캐릭터 이름 등을 입력하세요.",
        "プリセットに名前がありません。キャラクター名などを入力してください。",
    ),
    "The engine failed without saying why: generate again.": (
        "엔진이 이유 없이 실패했습니다. 다시 생성하세요.",
        "エンジンが理由を示さず失敗しました。もう一度生成してください。",
    ),
    "No motion file is chosen: choose a folder, and a file in the list.": (
        "모션 파일이 선택되지 않았습니다. 폴더와 목록의 파일을 선택하세요.",
        "モーションファイルが選ばれていません。フォルダーと、一覧のファイルを選んでください。",
    ),
    "No motion file is chosen: choose one in the field above.": (
        "모션 파일이 선택되지 않았습니다. 위 칸에서 선택하세요.",
        "モーションファイルが選ばれていません。上の欄で選んでください。",
    ),
    "No other armature is chosen: choose the one whose animation is to be brought over.": (
        "다른 아마추어가 선택되지 않았습니다. 애니메이션을 가져올 아마추어를 선택하세요.",
        "ほかのアーマチュアが選ばれていません。アニメーションを持ってくるものを選んでください。",
    ),
    "The path faces an object and none is chosen: choose it under Face, or face along the path.": (
        "경로가 오브젝트를 바라보게 되어 있지만 선택되지 않았습니다. 방향에서 선택하거나 경로를 따라 보게 하세요.",
        "経路がオブジェクトを向く設定ですが選ばれていません。向きで選ぶか、経路に沿わせてください。",
    ),
    "No bone is selected: select the bones whose pose stays in Pose Mode, or key them.": (
        "선택된 본이 없습니다. 포즈 모드에서 그대로 둘 본을 선택하거나 키를 찍으세요.",
        "ボーンが選択されていません。ポーズモードでそのまま残すボーンを選ぶか、キーを打ってください。",
    ),
    "All bones of the body are given, so nothing is left to propose: select fewer.": (
        "몸의 본이 모두 주어져 제안할 것이 없습니다. 더 적게 선택하세요.",
        "体のボーンがすべて指定され、提案するものがありません。選択を減らしてください。",
    ),
    "No timeline marker says what happens: add some (M over the timeline) and rename them (F2) to prompts such as "
    "“a person walks”.": (
        "무엇을 하는지 적힌 마커가 없습니다. 타임라인에서 M으로 추가하고 F2로 “a person walks” 같은 이름을 붙이세요.",
        "動きを示すマーカーがありません。タイムライン上の M で追加し、F2 で “a person walks” などと名付けてください。",
    ),
    "A take on a path has a place of its own: choose New Action or NLA Strip under Keys.": (
        "경로 위의 테이크는 자기 자리가 있습니다. 키에서 새 액션이나 NLA 스트립을 선택하세요.",
        "経路上のテイクには固有の場所があります。キーで新規アクションか NLA ストリップを選んでください。",
    ),
    "No frames are chosen: give the first and the last that are made anew, or select keys and press the eyedropper.": (
        "프레임이 선택되지 않았습니다. 새로 만들 처음과 끝을 쓰거나, 키를 선택하고 스포이트를 누르세요.",
        "フレームが選ばれていません。作り直す最初と最後のフレームを入力するか、キーを選択してスポイトを押してください。",
    ),
    "Select keys, set a preview range, or select two markers first.": (
        "먼저 키를 선택하거나, 미리보기 범위를 정하거나, 마커 두 개를 선택하세요.",
        "先にキーを選択するか、プレビュー範囲を設定するか、マーカーを二つ選択してください。",
    ),
    "This take's Action was deleted: discard it and generate anew.": (
        "이 테이크의 액션이 삭제되었습니다. 버리고 다시 생성하세요.",
        "このテイクのアクションは削除されました。破棄して生成し直してください。",
    ),
    "There is no take to discard: choose one in the list.": (
        "버릴 테이크가 없습니다. 목록에서 선택하세요.",
        "破棄するテイクがありません。一覧で選んでください。",
    ),
}
