"""Korean and Japanese for tooltips, and for the reasons why a button can't be pressed."""

from __future__ import annotations

# English -> (Korean, Japanese).
TOOLTIPS: dict[str, tuple[str, str]] = {
    # Tooltips
    "Make takes of what the prompt says, on the armature. The Action that is on it now is kept": (
        "프롬프트에 적힌 동작을 아마튜어의 테이크로 만듭니다. 지금의 액션은 보존됩니다",
        "プロンプトの動きをアーマチュアのテイクとして作ります。今のアクションは残ります",
    ),
    "Make what the prompt says step by step, and gestures over what the legs do. Off, the model reads the sentence as "
    "it is": (
        "프롬프트의 동작을 차례대로 만들고, 손짓은 다리 동작 위에 얹습니다. 끄면 모델이 문장을 그대로 읽습니다",
        "プロンプトの動きを順に作り、手振りは脚の動きに重ねます。オフではモデルが文をそのまま読みます",
    ),
    "What comes first while the engine works and the processor is wanted": (
        "엔진이 계산하는 동안 프로세서가 모자랄 때 무엇을 먼저 할지 정합니다",
        "エンジンの計算中にプロセッサーが足りないとき、何を優先するか",
    ),
    "Takes as soon as possible; drawing can stutter meanwhile": (
        "테이크를 가장 빨리 만듭니다. 그동안 화면이 끊길 수 있습니다",
        "テイクをできるだけ早く作ります。その間、表示が滑らかでないことがあります",
    ),
    "The window stays smooth, and takes don't starve beside a render": (
        "화면은 부드럽게 유지되고, 렌더링 중에도 테이크가 멈추지 않습니다",
        "表示は滑らかなまま、レンダリング中でもテイクが止まりません",
    ),
    "Drawing and other programs; takes get what is left, little beside a render": (
        "화면과 다른 프로그램이 먼저이고, 테이크는 남는 만큼만 씁니다. 렌더링 중에는 아주 느립니다",
        "表示とほかのプログラムが先です。テイクは残りだけを使い、レンダリング中はとても遅くなります",
    ),
    "The axis of the file that points up": ("파일에서 위를 가리키는 축", "ファイルの上を向く軸"),
    "Told by the motion": ("동작을 보고 판단합니다", "動きから判断します"),
    "As most programs write it": ("대부분의 프로그램이 쓰는 방식", "多くのプログラムの書き方"),
    "As Blender has it": ("블렌더의 방식", "Blender と同じ"),
    "The rate that the file says; off, the one below": (
        "파일에 적힌 값. 끄면 아래 값을 씁니다",
        "ファイルに書かれた値。オフでは下の値を使います",
    ),
    "Frames a second of the file, where what it says is wrong or missing": (
        "파일의 초당 프레임 수. 파일의 값이 틀리거나 없을 때",
        "ファイルの毎秒フレーム数。ファイルの値が誤りか無いとき",
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
    "Play the chosen take round and round in its own frames, by the preview range; press again to stop": (
        "고른 테이크를 자기 프레임 안에서 프리뷰 범위로 되풀이해 재생합니다. 다시 누르면 멈춥니다",
        "選んだテイクをそのフレームの中でプレビュー範囲を使って繰り返し再生します。もう一度押すと止まります",
    ),
    "Let the scene begin and end with the chosen take": (
        "씬이 고른 테이크와 함께 시작하고 끝나게 합니다",
        "シーンの最初と最後を選んだテイクに合わせます",
    ),
    "Let the preview range follow the chosen take: it plays in its own frames": (
        "프리뷰 범위가 고른 테이크를 따라갑니다. 테이크가 자기 프레임 안에서 재생됩니다",
        "プレビュー範囲が選んだテイクに追従し、そのフレームの中で再生されます",
    ),
    "Write the chosen take, as it plays on this armature, to a file for other programs": (
        "고른 테이크를 이 아마튜어에서 재생되는 그대로 다른 프로그램용 파일로 씁니다",
        "選んだテイクをこのアーマチュアで再生されるとおりに、ほかのプログラム用のファイルに書き出します",
    ),
    "Show the chosen take as figures along its way, with the paths of feet and hands; press again to hide them": (
        "고른 테이크를 지나가는 길의 모습과 손발의 궤적으로 보여 줍니다. 다시 누르면 감춥니다",
        "選んだテイクを道に沿った姿と手足の軌跡で見せます。もう一度押すと隠します",
    ),
    "Put the chosen motion on the armature as a take: retargeted, and keyed as Keys says": (
        "고른 모션을 리타겟해 테이크로 아마튜어에 적용합니다. 키는 키 설정대로 찍습니다",
        "選んだモーションをリターゲットし、テイクとしてアーマチュアに適用します。キーは設定どおりに打ちます",
    ),
    "A motion file, or the animation of another armature, onto this one": (
        "모션 파일이나 다른 아마튜어의 애니메이션을 이 아마튜어로",
        "モーションファイルや別のアーマチュアのアニメーションをこのアーマチュアへ",
    ),
    "The animation of another armature of this scene": (
        "이 씬의 다른 아마튜어의 애니메이션",
        "このシーンの別のアーマチュアのアニメーション",
    ),
    "The motion files of a folder, as a list that can be searched": (
        "폴더의 모션 파일을 찾을 수 있는 목록으로",
        "フォルダのモーションファイルを検索できる一覧に",
    ),
    "Its motion files are listed, those in folders inside it too": (
        "그 안의 모션 파일이 하위 폴더까지 목록에 나옵니다",
        "中のフォルダも含めてモーションファイルが一覧に出ます",
    ),
    "Keep this take as the armature's Action, and delete the other takes but for those that something else uses": (
        "이 테이크를 아마튜어의 액션으로 유지하고, 다른 데서 쓰지 않는 나머지 테이크를 지웁니다",
        "このテイクをアーマチュアのアクションとして採用し、ほかで使われていないテイクを削除します",
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
    "Put a motion file on the armature: a take of Motif's, an AMASS file or another generator's, or a .bvh": (
        "모션 파일을 아마튜어에 적용합니다: Motif의 테이크, AMASS 파일, 다른 생성기의 파일, 또는 .bvh",
        "モーションファイルをアーマチュアに適用します: Motif のテイク、AMASS、ほかの生成ツールのファイル、または .bvh",
    ),
    "Add SMPL support to the engine: bodies with pose corrections, by a package whose licence is shown first": (
        "엔진에 SMPL 지원을 더합니다: 포즈 보정이 있는 바디. 쓰이는 패키지의 라이선스를 먼저 보여 줍니다",
        "エンジンに SMPL サポートを加えます: ポーズ補正付きのボディ。使うパッケージのライセンスを先に示します",
    ),
    "Nothing is downloaded before": ("그 전에는 아무것도 내려받지 않습니다", "それまでは何もダウンロードしません"),
    "Your own folder of body models (SMPLX_NEUTRAL.npz, smplh/female/model.npz). AMASS files are then read and written "
    "with the joints of their body": (
        "갖고 있는 바디 모델 폴더(SMPLX_NEUTRAL.npz, smplh/female/model.npz). "
        "AMASS 파일을 그 바디의 관절로 읽고 씁니다",
        "お持ちのボディモデルのフォルダ(SMPLX_NEUTRAL.npz、smplh/female/model.npz)。"
        "AMASS ファイルをそのボディの関節で読み書きします",
    ),
    "The first ten shape coefficients of the model; all 0 is the average body": (
        "모델의 체형 계수 열 개. 모두 0이면 평균 바디입니다",
        "モデルの体型係数の最初の十個。すべて 0 なら平均的なボディです",
    ),
    "Shape keys that the bones drive, by smplx. They need SMPL support, which the preferences install": (
        "본이 구동하는 셰이프 키(smplx). 환경 설정에서 설치하는 SMPL 지원이 필요합니다",
        "ボーンが駆動するシェイプキー(smplx)。プリファレンスで入れる SMPL サポートが必要です",
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
    "How far stops of the body are brought to the beats, and strokes of speaking hands to the stresses": (
        "몸이 멈추는 순간을 박자에, 말하는 손동작을 강세에 얼마나 맞출지 정합니다",
        "体の止まりを拍に、話す手の動きを強勢に、どこまで合わせるか",
    ),
    "How far from its beginning a dance goes, in metres; 0 for anywhere": (
        "춤이 시작점에서 얼마나 멀리 가도 되는지 미터로 정합니다. 0이면 제한이 없습니다",
        "踊りが始まりの場所からどこまで離れてよいか (メートル)。0 で制限なし",
    ),
    "How much of a dance the network makes up: 0 for captured phrases alone, 1 for none of them": (
        "춤 가운데 네트워크가 지어내는 몫입니다. 0이면 캡처한 동작만, 1이면 네트워크만 씁니다",
        "踊りのうちネットワークが作る割合。0 はキャプチャーしたフレーズのみ、1 はネットワークのみ",
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
    "Show the add-on's log, with the engine's messages and errors, in the system's viewer": (
        "엔진의 메시지와 오류가 담긴 애드온 로그를 시스템 뷰어로 봅니다",
        "エンジンのメッセージとエラーを含むアドオンのログをシステムのビューアで開きます",
    ),
    # Of prompts along the timeline, of takes side by side
    "Add a prompt after the last one; one prompt becomes a list in which each has frames of its own": (
        "마지막 뒤에 프롬프트를 더합니다. 하나뿐이던 프롬프트는 저마다 프레임을 가진 목록이 됩니다",
        "最後の後にプロンプトを足します。一つだけのときは、それぞれがフレームを持つ一覧になります",
    ),
    "Remove this prompt from the list; its frames are left to the transition between its neighbours": (
        "이 프롬프트를 목록에서 뺍니다. 그 프레임은 앞뒤를 잇는 동작이 됩니다",
        "このプロンプトを一覧から外します。そのフレームは前後をつなぐ動きになります",
    ),
    "Take the list from the timeline's markers, each up to the next one; one named End only ends a prompt": (
        "타임라인 마커로 목록을 만듭니다. 마커마다 다음 마커까지이고, End라는 마커는 끝만 나타냅니다",
        "タイムラインのマーカーから一覧を作ります。それぞれ次のマーカーまでで、End は終わりだけを示します",
    ),
    "Set a timeline marker for each prompt, with its words, where it begins": (
        "프롬프트가 시작하는 곳마다 그 말을 이름으로 한 타임라인 마커를 놓습니다",
        "各プロンプトの始まりに、その言葉を名前にしたタイムラインマーカーを置きます",
    ),
    "Make this prompt's frames again, in the take or Action that is on the armature; every other frame stays": (
        "아마튜어에 있는 테이크나 액션에서 이 프롬프트의 프레임만 다시 만듭니다. 다른 프레임은 그대로입니다",
        "アーマチュア上のテイクやアクションで、このプロンプトのフレームだけを作り直します。他のフレームはそのままです",
    ),
    "What the character does in these frames, in English: “a person sits down”": (
        "이 프레임에서 캐릭터가 하는 일을 영어로: “a person sits down”",
        "このフレームでキャラクターがすること。英語で: “a person sits down”",
    ),
    "First frame in which this is done": ("이 동작의 첫 프레임", "この動きの最初のフレーム"),
    "Last frame in which this is done": ("이 동작의 마지막 프레임", "この動きの最後のフレーム"),
    "Click a prompt to change its words and frames": (
        "프롬프트를 클릭하면 말과 프레임을 바꿉니다",
        "プロンプトをクリックすると言葉とフレームを変えられます",
    ),
    "What the list of prompts says is done in its frames; the sound leads everywhere else": (
        "프롬프트 목록의 프레임에서는 그 동작을 하고, 나머지는 소리를 따릅니다",
        "プロンプトの一覧のフレームではその動きをし、他は音に従います",
    ),
    "Change between the take and the Action that was on the armature before: press again to change back": (
        "테이크와 이전 액션을 번갈아 봅니다. 다시 누르면 되돌아갑니다",
        "テイクと以前のアクションを切り替えます。もう一度押すと戻ります",
    ),
    "The take that Compare goes back to": ("비교에서 돌아올 테이크", "比較で戻るテイク"),
    "Mix the chosen take with another one, or with the Action from before, into a new take": (
        "고른 테이크를 다른 테이크나 이전 액션과 섞어 새 테이크로 만듭니다",
        "選んだテイクを別のテイクまたは以前のアクションと混ぜて、新しいテイクにします",
    ),
    "The take to blend the chosen one with; empty for the Action from before": (
        "고른 테이크와 섞을 테이크. 비우면 이전 액션",
        "選んだテイクと混ぜるテイク。空なら以前のアクション",
    ),
    "The other take; empty for the Action from before the takes": (
        "다른 테이크. 비우면 테이크 이전의 액션",
        "もう一方のテイク。空ならテイク以前のアクション",
    ),
    "0 is the chosen take, 1 the other one": (
        "0이면 고른 테이크, 1이면 상대",
        "0 なら選んだテイク、1 なら相手",
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
    "The list of prompts is empty: add one first.": (
        "프롬프트 목록이 비어 있습니다. 먼저 하나를 더하세요.",
        "プロンプトの一覧が空です。先に一つ足してください。",
    ),
    "Nothing is on the armature yet: generate a take first.": (
        "아마튜어에 아직 아무것도 없습니다. 먼저 테이크를 생성하세요.",
        "アーマチュアにまだ何もありません。先にテイクを生成してください。",
    ),
    "There is no take to compare: generate one first.": (
        "비교할 테이크가 없습니다. 먼저 생성하세요.",
        "比べるテイクがありません。先に生成してください。",
    ),
    "There is nothing to blend it with: make another take first.": (
        "섞을 상대가 없습니다. 먼저 다른 테이크를 만드세요.",
        "混ぜる相手がありません。先に別のテイクを作ってください。",
    ),
    "Nothing has been logged yet.": (
        "아직 기록된 것이 없습니다.",
        "まだ何も記録されていません。",
    ),
}
