"""Korean and Japanese words for the interface."""

from __future__ import annotations

from typing import Any

import bpy

from ..paths import PACKAGE
from .timeline import WORDS as _OF_THE_TIMELINE

# English -> (Korean, Japanese). Buttons and labels first, then what tooltips and messages say.
_WORDS: dict[str, tuple[str, str]] = {
    "Generate": ("생성", "生成"),
    "Cancel": ("취소", "キャンセル"),
    "Cancelled": ("취소했습니다", "キャンセルしました"),
    "Prompt": ("프롬프트", "プロンプト"),
    "What does the character do? “a person walks in a circle to the left”": (
        "캐릭터가 무엇을 하나요? 영어로 쓰세요: “a person walks in a circle to the left”",
        "キャラクターの動きを英語で書いてください: “a person walks in a circle to the left”",
    ),
    "Motif: Hear a Sound in the Prompt": ("Motif: 프롬프트에서 소리 듣기", "Motif: プロンプトで音を聴く"),
    "For the sound itself write <audio>: “dances to <audio>”": (
        "소리 자체를 들려주려면 <audio>라고 쓰세요: “dances to <audio>”",
        "音そのものを聴かせるには <audio> と書いてください: “dances to <audio>”",
    ),
    "Degrees": ("각도", "角度"),
    "Which frames? Give them, or select keys and press the eyedropper": (
        "어느 프레임인가요? 직접 쓰거나, 키를 선택하고 스포이트를 누르세요",
        "どのフレームですか？ 入力するか、キーを選択してスポイトを押してください",
    ),
    "Length": ("길이", "長さ"),
    "Frames": ("프레임", "フレーム"),
    "Start Frame": ("시작 프레임", "開始フレーム"),
    "Seed": ("시드", "シード"),
    "Lock Seed": ("시드 고정", "シードを固定"),
    "Takes": ("테이크", "テイク"),
    "Take": ("테이크", "テイク"),
    "Quality": ("품질", "品質"),
    "Source": ("소스", "ソース"),
    "Text": ("텍스트", "テキスト"),
    "Audio": ("오디오", "オーディオ"),
    "In-between": ("중간 동작", "中割り"),
    "First": ("처음", "最初"),
    "Last": ("끝", "最後"),
    "First Frame": ("첫 프레임", "最初のフレーム"),
    "Last Frame": ("마지막 프레임", "最後のフレーム"),
    "Pins": ("고정", "固定"),
    "Hips": ("엉덩이", "腰"),
    "Torso": ("몸통", "胴"),
    "Head": ("머리", "頭"),
    "Arm L": ("왼팔", "左腕"),
    "Arm R": ("오른팔", "右腕"),
    "Leg L": ("왼다리", "左脚"),
    "Leg R": ("오른다리", "右脚"),
    "Pose": ("포즈", "ポーズ"),
    "From This Pose": ("이 포즈에서", "このポーズから"),
    "Rest of Pose": ("포즈의 나머지", "ポーズの残り"),
    "Pose At": ("포즈의 위치", "ポーズの位置"),
    "Middle": ("가운데", "中央"),
    "End": ("끝", "終わり"),
    "Unchanged": ("그대로 둘 것", "変えないもの"),
    "Selected": ("선택한 본", "選択したボーン"),
    "Keyed": ("키가 있는 본", "キーのあるボーン"),
    "Pose of frame {0}": ("프레임 {0}의 포즈", "フレーム {0} のポーズ"),
    "Family": ("계열", "系列"),
    "Share": ("공유", "共有"),
    "Motion": ("동작", "動き"),
    "Same Pose": ("같은 포즈", "同じポーズ"),
    "Same Motion": ("같은 동작", "同じ動き"),
    "Motif: Motion Around This Pose": ("Motif: 이 포즈의 앞뒤 동작", "Motif: このポーズの前後の動き"),
    "Motif: Suggest Poses": ("Motif: 포즈 제안", "Motif: ポーズを提案"),
    "Motif: Family of Takes": ("Motif: 테이크 계열", "Motif: テイクの系列"),
    "Sound": ("소리", "音"),
    "Strip": ("스트립", "ストリップ"),
    "File": ("파일", "ファイル"),
    "Frames {0} to {1}, {2:.1f} s": ("프레임 {0}~{1}, {2:.1f}초", "フレーム {0}～{1}、{2:.1f} 秒"),
    "The sequencer holds no sound": ("시퀀서에 소리가 없습니다", "シーケンサーに音がありません"),
    "Add Style": ("스타일 추가", "スタイルを追加"),
    "Any Style: Add One": ("모든 스타일: 추가하기", "スタイル指定なし: 追加する"),
    "Style": ("스타일", "スタイル"),
    "Weight": ("가중치", "重み"),
    "Energy": ("에너지", "勢い"),
    "Listening": ("듣는 중", "聴いています"),
    "Beats": ("비트", "ビート"),
    "Add Beat Markers": ("비트 마커 추가", "ビートにマーカーを追加"),
    "Snap To": ("맞출 곳", "合わせる先"),
    "Markers": ("마커", "マーカー"),
    "Reach": ("범위", "範囲"),
    "Snap Take": ("테이크 맞추기", "テイクを合わせる"),
    "Ballet": ("발레", "バレエ"),
    "Salsa": ("살사", "サルサ"),
    "Indian": ("인도 춤", "インド舞踊"),
    "Folk and Other": ("민속 및 기타", "民族舞踊など"),
    "Martial Arts": ("무술", "武術"),
    "Exercise": ("운동", "体操"),
    "Gesture": ("몸짓", "身振り"),
    "Walk": ("걷기", "歩行"),
    "Draft": ("초안", "下書き"),
    "Normal": ("보통", "標準"),
    "Best": ("최고", "最高"),
    "Keep": ("유지", "採用"),
    "Re-roll": ("다시 생성", "作り直す"),
    "Discard": ("버리기", "破棄"),
    "Before: {0}": ("이전: {0}", "以前: {0}"),
    "rest pose": ("기본 포즈", "レストポーズ"),
    "No takes yet": ("아직 테이크가 없습니다", "テイクはまだありません"),
    "Its Action was deleted": ("액션이 삭제되었습니다", "アクションが削除されました"),
    "Advanced": ("고급", "詳細設定"),
    "Guidance": ("가이던스", "ガイダンス"),
    "Variety": ("다양성", "多様性"),
    "Steps": ("단계", "ステップ数"),
    "Foot Lock": ("발 고정", "足の固定"),
    "Always": ("항상", "常に"),
    "Ground": ("바닥", "接地"),
    "Clean-up": ("다듬기", "クリーンアップ"),
    "In Place": ("제자리", "その場"),
    "Device": ("장치", "デバイス"),
    "Automatic": ("자동", "自動"),
    "Keys": ("키", "キー"),
    "Controls": ("컨트롤", "コントロール"),
    "Both": ("둘 다", "両方"),
    "Root Motion": ("루트 모션", "ルートモーション"),
    "Root Bone": ("루트 본", "ルートボーン"),
    "Bone Map": ("본 맵", "ボーンマップ"),
    "Detect": ("감지", "検出"),
    "Mirror": ("미러", "ミラー"),
    "Save Preset": ("프리셋 저장", "プリセットを保存"),
    "Load Preset": ("프리셋 불러오기", "プリセットを読み込む"),
    "From File…": ("파일에서…", "ファイルから…"),
    "Bones are matched by names and structure. Press Detect to see and change the match.": (
        "본은 이름과 구조로 대응됩니다. 감지를 누르면 결과를 보고 바꿀 수 있습니다.",
        "ボーンは名前と構造で対応づけられます。検出を押すと結果を確認・変更できます。",
    ),
    "Without: {0}": ("없음: {0}", "なし: {0}"),
    "Select an armature": ("아마튜어를 선택하세요", "アーマチュアを選択してください"),
    "unknown rig": ("알 수 없는 리그", "不明なリグ"),
    "{0}, {1} of 22 bones": ("{0}, 본 22개 중 {1}개", "{0}、22ボーン中 {1}"),
    "Every Frame": ("모든 프레임", "全フレーム"),
    "Sparse": ("간추림", "間引き"),
    "Error in Degrees": ("오차(도)", "誤差(度)"),
    "Hands, Feet in mm": ("손발 오차(mm)", "手足の誤差(mm)"),
    "Write To": ("쓸 곳", "書き込み先"),
    "New Action": ("새 액션", "新しいアクション"),
    "Replace in Range": ("범위 안에서 교체", "範囲内を置き換え"),
    "NLA Strip": ("NLA 스트립", "NLA ストリップ"),
    "Object": ("오브젝트", "オブジェクト"),
    "Automatic Length": ("자동 길이", "自動の長さ"),
    "Loop": ("반복", "ループ"),
    "None": ("없음", "なし"),
    "Off": ("끔", "オフ"),
    "Match Ends": ("끝 맞추기", "両端を合わせる"),
    "Match and Repeat": ("맞추고 반복", "合わせて繰り返す"),
    "Action": ("액션", "アクション"),
    "Before": ("이전", "以前"),
    "Bone": ("본", "ボーン"),
    "Confidence": ("확신도", "確信度"),
    "Progress": ("진행률", "進行状況"),
    "Scene": ("씬", "シーン"),
    "Number": ("번호", "番号"),
    "Name": ("이름", "名前"),
    "From": ("기준", "元"),
    "Chosen Row": ("선택한 행", "選んだ行"),
    "Left": ("왼쪽", "左"),
    "Right": ("오른쪽", "右"),
    "Clear Others": ("나머지 지우기", "他を消す"),
    "Import Motion": ("모션 가져오기", "モーションを読み込む"),
    "SMPL-X Body": ("SMPL-X 바디", "SMPL-X ボディ"),
    "Motif: Detect Bones": ("Motif: 본 감지", "Motif: ボーンを検出"),
    "Motif: Mirror Bone Map": ("Motif: 본 맵 미러", "Motif: ボーンマップをミラー"),
    "Motif: Save Bone Map": ("Motif: 본 맵 저장", "Motif: ボーンマップを保存"),
    "Motif: Load Bone Map": ("Motif: 본 맵 불러오기", "Motif: ボーンマップを読み込む"),
    "Motif: Install Engine": ("Motif: 엔진 설치", "Motif: エンジンをインストール"),
    "Motif: Cancel Installation": ("Motif: 설치 취소", "Motif: インストールを中止"),
    "Motif: Verify Engine": ("Motif: 엔진 검사", "Motif: エンジンを検証"),
    "Motif: Repair Engine": ("Motif: 엔진 복구", "Motif: エンジンを修復"),
    "Motif: Remove Engine": ("Motif: 엔진 제거", "Motif: エンジンを削除"),
    "Motif: Installation Log": ("Motif: 설치 로그", "Motif: インストールのログ"),
    "Motif: Generate": ("Motif: 생성", "Motif: 生成"),
    "Motif: Cancel": ("Motif: 취소", "Motif: キャンセル"),
    "Motif: Roll the Dice": ("Motif: 주사위 굴리기", "Motif: サイコロを振る"),
    "Motif: Start Engine": ("Motif: 엔진 시작", "Motif: エンジンを起動"),
    "Motif: Keep Take": ("Motif: 테이크 유지", "Motif: テイクを採用"),
    "Motif: Discard Take": ("Motif: 테이크 버리기", "Motif: テイクを破棄"),
    "Motif: Re-roll Take": ("Motif: 테이크 다시 생성", "Motif: テイクを作り直す"),
    "Motif: Show Action from Before": ("Motif: 이전 액션 보기", "Motif: 以前のアクションを表示"),
    "Motif: Import Motion": ("Motif: 모션 가져오기", "Motif: モーションを読み込む"),
    "Motif: Import SMPL-X Body": ("Motif: SMPL-X 바디 가져오기", "Motif: SMPL-X ボディを読み込む"),
    "Motif: In-between": ("Motif: 중간 동작 만들기", "Motif: 中間の動きを作る"),
    "Motif: Use Selection for In-between": ("Motif: 선택을 중간 동작에 사용", "Motif: 選択を中間の動きに使う"),
    "Motif: Add Style": ("Motif: 스타일 추가", "Motif: スタイルを追加"),
    "Motif: Remove Style": ("Motif: 스타일 제거", "Motif: スタイルを削除"),
    "Motif: Add Beat Markers": ("Motif: 비트 마커 추가", "Motif: ビートにマーカーを追加"),
    "Motif: Snap to Beats or Markers": ("Motif: 비트나 마커에 맞추기", "Motif: ビートかマーカーに合わせる"),
    "Ready, {0}": ("준비됨, {0}", "準備完了、{0}"),
    "Starting": ("시작하는 중", "起動中"),
    "Not installed": ("설치되지 않음", "未インストール"),
    "Stopped: {0}": ("멈춤: {0}", "停止: {0}"),
    "Not started yet": ("아직 시작하지 않음", "まだ起動していません"),
    "Restart": ("다시 시작", "再起動"),
    "Install Engine": ("엔진 설치", "エンジンをインストール"),
    "Resume": ("계속", "再開"),
    "Verify": ("검사", "検証"),
    "Repair": ("복구", "修復"),
    "Remove": ("제거", "削除"),
    "Start": ("시작", "開始"),
    "Build": ("빌드", "ビルド"),
    "Offline Wheels": ("오프라인 패키지", "オフラインパッケージ"),
    "Loading the model": ("모델을 불러오는 중", "モデルを読み込み中"),
    "Cleaning up": ("다듬는 중", "クリーンアップ中"),
    "Done": ("완료", "完了"),
    ", {0:.0f} s left": (", {0:.0f}초 남음", "、残り {0:.0f} 秒"),
    "{0} takes in {1:.1f} s": ("테이크 {0}개, {1:.1f}초", "テイク {0} 個、{1:.1f} 秒"),
    "One take in {1:.1f} s": ("테이크 1개, {1:.1f}초", "テイク 1 個、{1:.1f} 秒"),
    "Engine Python": ("엔진 파이썬", "エンジンの Python"),
    "Pelvis": ("골반", "骨盤"),
    "Neck": ("목", "首"),
    "Spine 1": ("척추 1", "背骨 1"),
    "Spine 2": ("척추 2", "背骨 2"),
    "Spine 3": ("척추 3", "背骨 3"),
    "Hip": ("허벅지", "もも"),
    "Knee": ("무릎", "ひざ"),
    "Ankle": ("발목", "足首"),
    "Foot": ("발끝", "つま先"),
    "Collar": ("쇄골", "鎖骨"),
    "Shoulder": ("어깨", "肩"),
    "Elbow": ("팔꿈치", "ひじ"),
    "Wrist": ("손목", "手首"),
    # Tooltips
    "Make takes of what the prompt says, on the armature. The Action that is on it now is kept": (
        "프롬프트에 적힌 동작을 아마튜어의 테이크로 만듭니다. 지금의 액션은 보존됩니다",
        "プロンプトの動きをアーマチュアのテイクとして作ります。今のアクションは残ります",
    ),
    "Stop making the take; nothing changes": (
        "테이크 생성을 멈춥니다. 아무것도 바뀌지 않습니다",
        "テイクの生成を止めます。何も変わりません",
    ),
    "Draw another seed": ("다른 시드를 뽑습니다", "別のシードを引きます"),
    "Start the engine now instead of with the next take": (
        "다음 테이크를 기다리지 않고 지금 엔진을 시작합니다",
        "次のテイクを待たずに今エンジンを起動します",
    ),
    "Keep this take as the armature's Action and clear the others from the list": (
        "이 테이크를 아마튜어의 액션으로 유지하고 나머지를 지웁니다",
        "このテイクをアーマチュアのアクションとして採用し、他を消します",
    ),
    "Delete this take and show the next one, or what was there before": (
        "이 테이크를 지우고 다음 테이크나 이전 액션을 보여 줍니다",
        "このテイクを消し、次のテイクか以前のアクションを表示します",
    ),
    "Make this take again with the same words and settings and another seed": (
        "같은 말과 설정에 다른 시드로 다시 만듭니다",
        "同じ言葉と設定で、別のシードで作り直します",
    ),
    "Put back the Action that was on the armature before the takes; the takes stay in the list": (
        "테이크 이전의 액션을 되돌립니다. 테이크는 목록에 남습니다",
        "テイク以前のアクションに戻します。テイクは一覧に残ります",
    ),
    "Find out which bones play which part, by names and structure; replaces what was chosen by hand": (
        "이름과 구조로 본의 역할을 찾습니다. 손으로 고른 것을 대신합니다",
        "名前と構造からボーンの役割を調べます。手で選んだものは置き換えられます",
    ),
    "Give the other side the bones that mirror the side of the chosen row, by their names": (
        "선택한 행 쪽의 본과 이름이 짝이 되는 본을 반대쪽에 넣습니다",
        "選んだ行の側のボーンと名前が対になるボーンを反対側に割り当てます",
    ),
    "Keep this bone map as a preset for other rigs of the same kind": (
        "이 본 맵을 같은 종류의 다른 리그를 위한 프리셋으로 저장합니다",
        "このボーンマップを同じ種類の他のリグ用のプリセットとして保存します",
    ),
    "Use a bone map that was saved as a preset or written by a report": (
        "프리셋으로 저장했거나 보고서에 적힌 본 맵을 씁니다",
        "プリセットかレポートに保存されたボーンマップを使います",
    ),
    "Put a motion file on the armature: a take of Motif's or an AMASS file (.npz), or a .bvh": (
        "모션 파일을 아마튜어에 적용합니다: Motif의 테이크나 AMASS 파일(.npz), 또는 .bvh",
        "モーションファイルをアーマチュアに適用します: Motif のテイクか AMASS ファイル(.npz)、または .bvh",
    ),
    "Bring in a body of the SMPL family from your own model file (.npz) as a character to preview takes on": (
        "갖고 있는 모델 파일(.npz)의 SMPL 계열 바디를 테이크 미리보기용 캐릭터로 가져옵니다",
        "お持ちのモデルファイル(.npz)の SMPL 系ボディを、テイクのプレビュー用キャラクターとして読み込みます",
    ),
    "What carries the character over the ground": (
        "캐릭터를 바닥 위에서 움직이는 것",
        "キャラクターを地面の上で移動させるもの",
    ),
    "Travel and height are keyed on the hips bone": (
        "이동과 높이의 키를 엉덩이 본에 넣습니다",
        "移動と高さのキーを腰のボーンに打ちます",
    ),
    "Travel is keyed on the topmost bone, height on the hips. Without a bone above the hips this is the same as Hips": (
        "이동의 키는 최상위 본에, 높이의 키는 엉덩이에 넣습니다. 엉덩이 위에 본이 없으면 엉덩이와 같습니다",
        "移動のキーは最上位のボーンに、高さのキーは腰に打ちます。腰より上にボーンがなければ腰と同じです",
    ),
    "Travel is keyed on the armature object, height on the hips": (
        "이동의 키는 아마튜어 오브젝트에, 높이의 키는 엉덩이에 넣습니다",
        "移動のキーはアーマチュアのオブジェクトに、高さのキーは腰に打ちます",
    ),
    "Which of the rig's controls get keys. Its switches are keyed with them": (
        "리그의 어느 컨트롤에 키를 넣을지. 전환 스위치의 키도 함께 넣습니다",
        "リグのどのコントロールにキーを打つか。切り替えスイッチのキーも一緒に打ちます",
    ),
    "Arms and legs are turned joint by joint; the rig follows exactly": (
        "팔다리를 관절마다 회전합니다. 리그가 정확히 따라갑니다",
        "腕と脚を関節ごとに回します。リグは正確に追従します",
    ),
    "Hands and feet are placed, elbows and knees follow their poles": (
        "손과 발을 배치하고, 팔꿈치와 무릎은 폴을 따릅니다",
        "手と足を配置し、ひじとひざはポールに従います",
    ),
    "Keys on FK and IK controls, with the switches on FK: switch a limb at any time": (
        "FK와 IK 컨트롤에 모두 키를 넣고 스위치는 FK로 둡니다. 언제든 전환할 수 있습니다",
        "FK と IK の両方にキーを打ち、スイッチは FK にします。いつでも切り替えられます",
    ),
    "How many keys a take gets": ("테이크에 넣을 키의 수", "テイクに打つキーの数"),
    "A key a frame, exactly as made": ("만든 그대로 프레임마다 키", "作られたまま、フレームごとにキー"),
    "Few keys with handles, within the error below: easy to edit": (
        "아래 오차 안에서 핸들이 있는 적은 수의 키. 고치기 쉽습니다",
        "下の誤差以内で、ハンドル付きの少ないキー。編集しやすくなります",
    ),
    "How far any bone may turn away from the take in the world, with sparse keys": (
        "간추린 키에서 본이 테이크와 월드에서 어긋나도 되는 각도",
        "間引いたキーで、ボーンがワールドでテイクからずれてよい角度",
    ),
    "How far hands and feet may stray from the take, with sparse keys, in millimetres": (
        "간추린 키에서 손발이 테이크에서 벗어나도 되는 거리(밀리미터)",
        "間引いたキーで、手足がテイクからずれてよい距離(ミリメートル)",
    ),
    "Where takes go; the Action that is there now is kept in any case": (
        "테이크를 쓸 곳. 지금의 액션은 언제나 보존됩니다",
        "テイクの書き込み先。今のアクションは必ず残ります",
    ),
    "Each take is an Action of its own": ("테이크마다 별도의 액션이 됩니다", "テイクごとに別のアクションになります"),
    "Each take is a copy of the present Action with the take's frames in it; keys outside them stay as they are": (
        "테이크마다 지금 액션의 사본에 테이크의 프레임을 넣습니다. 그 밖의 키는 그대로입니다",
        "テイクごとに今のアクションの複製へテイクのフレームを入れます。それ以外のキーはそのままです",
    ),
    "Keep puts the take on a track of its own above the others, and the Action from before under it": (
        "유지를 누르면 테이크를 가장 위의 새 트랙에, 이전 액션을 그 아래에 놓습니다",
        "採用すると、テイクを一番上の専用トラックに、以前のアクションをその下に置きます",
    ),
    "The bone that plays this part; empty for none": (
        "이 역할을 하는 본. 없으면 비워 둡니다",
        "この役割のボーン。なければ空にします",
    ),
    "How sure the match is": ("대응이 얼마나 확실한지", "対応の確かさ"),
    "Click a take to see it on the armature": (
        "테이크를 클릭하면 아마튜어에서 봅니다",
        "テイクをクリックするとアーマチュアに表示します",
    ),
    # Why a button can't be pressed
    "Select an armature, or a mesh that an armature moves.": (
        "아마튜어, 또는 아마튜어가 움직이는 메쉬를 선택하세요.",
        "アーマチュア、またはアーマチュアで動くメッシュを選択してください。",
    ),
    "Leave Edit Mode first: bones can be animated in Object and Pose Mode.": (
        "먼저 편집 모드에서 나가세요. 본은 오브젝트 모드와 포즈 모드에서 움직일 수 있습니다.",
        "先に編集モードを終了してください。ボーンはオブジェクトモードとポーズモードで動かせます。",
    ),
    "A take is being made: wait for it, or cancel it.": (
        "테이크를 만드는 중입니다. 기다리거나 취소하세요.",
        "テイクを生成中です。待つか、キャンセルしてください。",
    ),
    "Nothing is being made.": ("만들고 있는 것이 없습니다.", "生成中のものはありません。"),
    "Choose a take of motion around a pose first.": (
        "먼저 포즈의 앞뒤 동작 테이크를 고르세요.",
        "先にポーズの前後の動きのテイクを選んでください。",
    ),
    "Choose a take in the list first.": ("먼저 목록에서 테이크를 고르세요.", "先に一覧からテイクを選んでください。"),
    "The engine is not installed: press Install Engine, here or in the add-on's preferences.": (
        "엔진이 설치되지 않았습니다. 여기나 애드온 환경설정에서 엔진 설치를 누르세요.",
        "エンジンがインストールされていません。ここかアドオンの設定でエンジンのインストールを押してください。",
    ),
    "The engine is being installed: wait for it, or cancel it.": (
        "엔진을 설치하는 중입니다. 기다리거나 취소하세요.",
        "エンジンをインストール中です。待つか、キャンセルしてください。",
    ),
}
_LANGUAGES = ("ko_KR", "ja_JP")


def _table() -> dict[str, Any]:
    table: dict[str, Any] = {}
    words = _WORDS | _OF_THE_TIMELINE
    for number, language in enumerate(_LANGUAGES):
        # Buttons are looked up in the context Operator, all else in the default one.
        table[language] = {
            (context, english): both[number] for english, both in words.items() for context in ("*", "Operator")
        }
    return table


def tr(text: str) -> str:
    """A label in the artist's language."""
    return bpy.app.translations.pgettext_iface(text) or text


def register() -> None:
    """Hand the tables to Blender."""
    bpy.app.translations.register(PACKAGE, _table())


def unregister() -> None:
    """Take them back."""
    bpy.app.translations.unregister(PACKAGE)
