"""What is said of rigs, scenes and the session, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
RIG: dict[str, tuple[str, str]] = {
    "“{0}” is not an armature: select the character's armature.": (
        "“{0}”은(는) 아마추어가 아닙니다. 캐릭터의 아마추어를 선택하세요.",
        "“{0}” はアーマチュアではありません。キャラクターのアーマチュアを選んでください。",
    ),
    "The armature “{0}” is scaled to nothing: give it a scale above zero.": (
        "아마추어 “{0}”의 크기가 0입니다. 0보다 큰 크기를 주세요.",
        "アーマチュア “{0}” のスケールが 0 です。0 より大きくしてください。",
    ),
    "The armature “{0}” is mirrored by a negative scale: apply its scale (Ctrl A) first.": (
        "아마추어 “{0}”이(가) 음수 크기로 뒤집혀 있습니다. 먼저 크기를 적용하세요(Ctrl A).",
        "アーマチュア “{0}” は負のスケールで反転しています。先にスケールを適用してください (Ctrl A)。",
    ),
    "The bone map names “{0}”, which is no role: use those of SMPL, such as left_knee.": (
        "본 맵의 “{0}”은(는) 역할이 아닙니다. left_knee처럼 SMPL의 역할을 쓰세요.",
        "ボーンマップの “{0}” は役割ではありません。left_knee など SMPL の役割を使ってください。",
    ),
    "The bone map of “{0}” has “{1}” for the {2} and there is no such bone: choose another under Bone Map, or "
    "press Detect.": (
        "“{0}”의 본 맵에 “{1}”({2})이(가) 있지만 그런 본이 없습니다. 본 맵에서 다른 본을 선택하거나 감지를 누르세요.",
        "“{0}” のボーンマップに “{1}” ({2}) "
        "がありますが、そのボーンはありません。ボーンマップで別のものを選ぶか、検出を押してください。",
    ),
    "{0}: choose another under Bone Map.": (
        "{0}: 본 맵에서 다른 본을 선택하세요.",
        "{0}: ボーンマップで別のボーンを選んでください。",
    ),
    "“{0}” has none of the bones of the preset “{1}”: it is for another kind of rig.": (
        "“{0}”에 프리셋 “{1}”의 본이 없습니다. 다른 종류의 리그를 위한 것입니다.",
        "“{0}” にはプリセット “{1}” のボーンがありません。別の種類のリグのためのものです。",
    ),
    "No bone on the {0} has a name with a side in it, as “.L” or “Left” do: choose the others one by one.": (
        "{0} 쪽에 “.L”이나 “Left”처럼 이름에 방향이 있는 본이 없습니다. 나머지는 하나씩 선택하세요.",
        "{0} の側に “.L” や “Left” のような側を示す名前のボーンがありません。残りは一つずつ選んでください。",
    ),
    "The preset {0} can't be read ({1}): choose another.": (
        "프리셋 {0}을(를) 읽을 수 없습니다({1}). 다른 것을 선택하세요.",
        "プリセット {0} を読めません ({1})。別のものを選んでください。",
    ),
    "{0} is not a bone map ({1}): choose a file that Save Preset wrote.": (
        "{0}은(는) 본 맵이 아닙니다({1}). 프리셋 저장으로 만든 파일을 선택하세요.",
        "{0} はボーンマップではありません ({1})。プリセットを保存で書いたファイルを選んでください。",
    ),
    "There is no file {0}: check the name.": (
        "파일 {0}이(가) 없습니다. 이름을 확인하세요.",
        "ファイル {0} がありません。名前を確かめてください。",
    ),
    "{0} holds no armature: give a file with an animated character.": (
        "{0}에 아마추어가 없습니다. 움직이는 캐릭터가 든 파일을 주세요.",
        "{0} にアーマチュアがありません。アニメーションするキャラクターのファイルを指定してください。",
    ),
    "The character in {0} has no animation: export it with its keys.": (
        "{0}의 캐릭터에 애니메이션이 없습니다. 키와 함께 내보내세요.",
        "{0} のキャラクターにアニメーションがありません。キー付きで書き出してください。",
    ),
    "{0} holds {1} animations: the first was taken.": (
        "{0}에 애니메이션이 {1}개 있어 첫 번째를 가져왔습니다.",
        "{0} にはアニメーションが {1} 個あり、最初のものを使いました。",
    ),
    "Blender's importer can't read {0} ({1}): export it again.": (
        "Blender가 {0}을(를) 읽을 수 없습니다({1}). 다시 내보내세요.",
        "Blender のインポーターが {0} を読めません ({1})。書き出し直してください。",
    ),
    "{0} is no motion that can be read: give one of {1}.": (
        "{0}은(는) 읽을 수 있는 모션이 아닙니다. 다음 중 하나를 주세요: {1}.",
        "{0} は読めるモーションではありません。次のいずれかを指定してください: {1}。",
    ),
    "Frames {0} to {1} of “{2}” are none: give a first frame before the last.": (
        "“{2}”의 프레임 {0}~{1}은(는) 비어 있습니다. 끝보다 앞선 첫 프레임을 주세요.",
        "“{2}” のフレーム {0}～{1} は空です。最後より前の最初のフレームを指定してください。",
    ),
    "Frames {0} to {1} of “{2}” are too many: read at most {3}.": (
        "“{2}”의 프레임 {0}~{1}은(는) 너무 많습니다. {3} 프레임까지 읽을 수 있습니다.",
        "“{2}” のフレーム {0}～{1} は多すぎます。読めるのは {3} フレームまでです。",
    ),
    "“{0}” has no animation to read: give it an Action with keys.": (
        "“{0}”에 읽을 애니메이션이 없습니다. 키가 있는 액션을 주세요.",
        "“{0}” に読めるアニメーションがありません。キーのあるアクションを与えてください。",
    ),
    "The left and right thigh start at the same place: check both under Bone Map.": (
        "왼쪽과 오른쪽 허벅지가 같은 곳에서 시작합니다. 본 맵에서 둘 다 확인하세요.",
        "左右の太ももが同じ場所から始まっています。ボーンマップで両方を確かめてください。",
    ),
    "The bone map of “{0}” goes in a circle at “{1}”: it lies above the hips, so choose another bone under Bone Map.": (
        "“{0}”의 본 맵이 “{1}”에서 원을 그립니다. 엉덩이보다 위에 있으니 본 맵에서 다른 본을 선택하세요.",
        "“{0}” のボーンマップが “{1}” で循環しています。腰より上にあるので、ボーンマップで別のボーンを選んでください。",
    ),
    "{0} can't be written ({1}): choose a folder that you may write to.": (
        "{0}을(를) 쓸 수 없습니다({1}). 쓸 수 있는 폴더를 선택하세요.",
        "{0} に書き込めません ({1})。書き込めるフォルダーを選んでください。",
    ),
    "The armature “{0}” is not in this scene itself, “{1}” instances it: link its collection to the scene, or "
    "choose Object, Apply, Make Instances Real.": (
        "아마추어 “{0}”은(는) 이 씬에 직접 있지 않고 “{1}”이(가) 인스턴스합니다. 컬렉션을 씬에 링크하거나 "
        "오브젝트 > 적용 > 인스턴스를 실제로 만들기를 선택하세요.",
        "アーマチュア “{0}” はこのシーンに直接なく、“{1}” "
        "がインスタンス化しています。コレクションをシーンにリンクするか、オブジェクト > 適用 > "
        "インスタンスを実体化を選んでください。",
    ),
    "The armature “{0}” is linked from {1} and only instanced by “{2}”, so no key reaches it: select “{3}”, "
    "choose Object, Library Override, Make, and save the file.": (
        "아마추어 “{0}”은(는) {1}에서 링크되어 “{2}”이(가) 인스턴스할 뿐이라 키가 닿지 않습니다. “{3}”을(를) "
        "선택해 오브젝트 > 라이브러리 오버라이드 > 만들기를 하고 파일을 저장하세요.",
        "アーマチュア “{0}” は {1} からリンクされ “{2}” "
        "がインスタンス化しているだけなので、キーが届きません。“{3}” を選び、オブジェクト > "
        "ライブラリオーバーライド > 作成を行ってファイルを保存してください。",
    ),
    "The scene “{0}” plays {1} frames as {2}, so that keys don't play on their own frames: set Time Stretching, "
    "Old and New, to 100 (Output properties, Frame Range) and scale the keys instead.": (
        "씬 “{0}”은(는) {1} 프레임을 {2}(으)로 재생해 키가 제 프레임에서 재생되지 않습니다. 시간 늘이기의 이전과 "
        "새 값을 100으로 하고(출력 속성, 프레임 범위) 대신 키의 크기를 조절하세요.",
        "シーン “{0}” は {1} フレームを {2} "
        "として再生するため、キーが自身のフレームで再生されません。時間ストレッチの旧と新を 100 にし "
        "(出力プロパティ、フレーム範囲)、代わりにキーを拡大縮小してください。",
    ),
    "Blender is set to stay offline: allow online access in Preferences > System, or choose a folder of wheels.": (
        "Blender가 오프라인으로 설정되어 있습니다. 환경 설정 > 시스템에서 온라인 접근을 허용하거나 패키지 폴더를 "
        "선택하세요.",
        "Blender はオフラインに設定されています。プリファレンス > "
        "システムでオンラインアクセスを許可するか、パッケージのフォルダーを選んでください。",
    ),
    "No Python from {0} to {1} was found to install with: choose one in the dialog.": (
        "설치에 쓸 Python {0}~{1}을(를) 찾지 못했습니다. 대화 상자에서 선택하세요.",
        "インストールに使う Python {0}～{1} が見つかりません。ダイアログで選んでください。",
    ),
    "“{0}” is not a Python from {1} to {2} with its venv module: choose another.": (
        "“{0}”은(는) venv 모듈이 있는 Python {1}~{2}이(가) 아닙니다. 다른 것을 선택하세요.",
        "“{0}” は venv モジュールのある Python {1}～{2} ではありません。別のものを選んでください。",
    ),
    "The engine is being installed already: wait for it, or cancel it.": (
        "엔진을 이미 설치하고 있습니다. 기다리거나 취소하세요.",
        "エンジンは既にインストール中です。待つか、キャンセルしてください。",
    ),
    "“{0}” can't be started ({1}): choose another Python.": (
        "“{0}”을(를) 시작할 수 없습니다({1}). 다른 Python을 선택하세요.",
        "“{0}” を起動できません ({1})。別の Python を選んでください。",
    ),
    "The installer stopped without a word of its own ({0}): press Resume.": (
        "설치 프로그램이 아무 말 없이 멈췄습니다({0}). 계속을 누르세요.",
        "インストーラーが理由を示さず止まりました ({0})。再開を押してください。",
    ),
    "“{0}” is not done yet: let it be learnt, or discard it.": (
        "“{0}”은(는) 아직 끝나지 않았습니다. 학습을 마치게 하거나 버리세요.",
        "“{0}” はまだ終わっていません。学習を終えるか、破棄してください。",
    ),
    "The engine's Python can't be started ({0}).": (
        "엔진의 Python을 시작할 수 없습니다({0}).",
        "エンジンの Python を起動できません ({0})。",
    ),
    "The takes could not be put on the armature ({0}): see the console, and try again.": (
        "테이크를 아마추어에 넣을 수 없었습니다({0}). 콘솔을 보고 다시 해 보세요.",
        "テイクをアーマチュアに載せられませんでした ({0})。コンソールを見て、もう一度試してください。",
    ),
}
