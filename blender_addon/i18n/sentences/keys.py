"""What is said of keys, checks, controls and operators, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
KEYS: dict[str, tuple[str, str]] = {
    "Keys move locked channels of {0}: unlock them to edit these keys by hand.": (
        "키가 잠긴 {0} 채널을 움직입니다. 이 키를 손으로 고치려면 잠금을 푸세요.",
        "キーがロックされた {0} のチャンネルを動かします。手で編集するにはロックを外してください。",
    ),
    "Drivers move {0}, whatever the keys say: mute them to see the take whole.": (
        "키와 상관없이 드라이버가 {0}을(를) 움직입니다. 테이크를 온전히 보려면 뮤트하세요.",
        "キーに関わらずドライバーが {0} を動かします。テイク全体を見るにはミュートしてください。",
    ),
    "SMPL-X bodies come under their makers' licence and not with Motif: register at {0}, download a model as "
    ".npz, and choose that file here.": (
        "SMPL-X 몸은 Motif에 들어 있지 않고 제작자의 라이선스를 따릅니다. {0}에 가입해 .npz 모델을 내려받고 "
        "여기서 그 파일을 선택하세요.",
        "SMPL-X のボディは Motif に含まれず、制作者のライセンスに従います。{0} に登録して .npz "
        "のモデルを入手し、ここでそのファイルを選んでください。",
    ),
    "The body bends without pose corrections: press Install SMPL Support in Motif's preferences and import it again.": (
        "포즈 보정 없이 몸이 구부러집니다. Motif 환경 설정에서 SMPL 지원 설치를 누르고 다시 가져오세요.",
        "ポーズ補正なしで体が曲がります。Motif のプリファレンスで SMPL "
        "サポートをインストールし、もう一度読み込んでください。",
    ),
    "The engine's Python can't make the body ({0}): verify the engine.": (
        "엔진의 Python이 몸을 만들 수 없습니다({0}). 엔진을 검사하세요.",
        "エンジンの Python がボディを作れません ({0})。エンジンを検証してください。",
    ),
    "“{0}” shows now, and “{1}” was measured: press Check again.": (
        "지금은 “{0}”이(가) 보이지만 “{1}”을(를) 측정했습니다. 다시 검사를 누르세요.",
        "今は “{0}” が表示されていますが、測ったのは “{1}” です。もう一度チェックを押してください。",
    ),
    "“{0}” has no Action of its own to change: give it one, or bake its NLA strips.": (
        "“{0}”에 바꿀 액션이 없습니다. 액션을 주거나 NLA 스트립을 베이크하세요.",
        "“{0}” には変更できる自身のアクションがありません。アクションを与えるか、NLA ストリップをベイクしてください。",
    ),
    "Blender doesn't work out the pose of “{0}”: make it visible in the viewport, in a collection that isn't "
    "excluded.": (
        "Blender가 “{0}”의 포즈를 계산하지 않습니다. 제외되지 않은 컬렉션에서 뷰포트에 보이게 하세요.",
        "Blender が “{0}” のポーズを計算していません。除外されていないコレクションで、ビューポートに表示してください。",
    ),
    "“{0}” doesn't follow “{1}” by {2} degrees: unmute the rig's constraints and drivers, or choose its deform "
    "bones under Bone Map.": (
        "“{0}”이(가) “{1}”을(를) {2}도 차이로 따르지 않습니다. 리그의 컨스트레인트와 드라이버 뮤트를 풀거나 본 "
        "맵에서 변형 본을 선택하세요.",
        "“{0}” が “{1}” に {2} 度ずれて従いません。リグのコンストレイントとドライバーのミュートを外すか、"
        "ボーンマップで変形ボーンを選んでください。",
    ),
    "“{0}” follows several controls at once: set what it follows (its parent or follow setting) to one of them.": (
        "“{0}”이(가) 여러 컨트롤을 동시에 따릅니다. 따르는 대상(부모 또는 follow 설정)을 하나로 정하세요.",
        "“{0}” は複数のコントロールに同時に従っています。従う先 (親または follow の設定) を一つにしてください。",
    ),
    "“{0}” and “{1}” have no frames in common: blend takes of the same frames.": (
        "“{0}”과(와) “{1}”에 공통 프레임이 없습니다. 같은 프레임의 테이크를 섞으세요.",
        "“{0}” と “{1}” に共通のフレームがありません。同じフレームのテイクをブレンドしてください。",
    ),
    "“{0}” has no keys to move: generate a take first.": (
        "“{0}”에 옮길 키가 없습니다. 먼저 테이크를 생성하세요.",
        "“{0}” に動かすキーがありません。先にテイクを生成してください。",
    ),
    "The Action “{0}” is linked from another file: give “{1}” a copy of it.": (
        "액션 “{0}”은(는) 다른 파일에서 링크되었습니다. “{1}”에 사본을 주세요.",
        "アクション “{0}” は別のファイルからリンクされています。“{1}” にコピーを与えてください。",
    ),
    "The channels of “{0}” are locked in the Dope Sheet: unlock them first.": (
        "“{0}”의 채널이 도프 시트에서 잠겨 있습니다. 먼저 잠금을 푸세요.",
        "“{0}” のチャンネルはドープシートでロックされています。先にロックを外してください。",
    ),
    "There is no beat or marker between frames {0} and {1}: nothing to snap to.": (
        "프레임 {0}에서 {1} 사이에 박자나 마커가 없어 맞출 곳이 없습니다.",
        "フレーム {0} から {1} の間に拍もマーカーもなく、合わせる先がありません。",
    ),
    "The frames {0} to {1} are none: choose a first frame before the last.": (
        "프레임 {0}~{1}은(는) 비어 있습니다. 끝보다 앞선 첫 프레임을 선택하세요.",
        "フレーム {0}～{1} は空です。最後より前の最初のフレームを選んでください。",
    ),
    "The frames {0} to {1} lie outside the animation, which has frames {2} to {3}: choose some of these.": (
        "프레임 {0}~{1}은(는) {2}~{3} 프레임의 애니메이션 밖에 있습니다. 그 안에서 선택하세요.",
        "フレーム {0}～{1} は、{2}～{3} フレームのアニメーションの外にあります。その中から選んでください。",
    ),
    "The span has {0} frames, and {1} can be made at once: choose a shorter one.": (
        "범위가 {0} 프레임인데 한 번에 {1} 프레임까지 만들 수 있습니다. 더 짧게 선택하세요.",
        "範囲は {0} フレームですが、一度に作れるのは {1} フレームまでです。短くしてください。",
    ),
    "All poses of the frames {0} to {1} are kept: choose a longer span, or unpin some.": (
        "프레임 {0}~{1}의 포즈가 모두 유지됩니다. 범위를 늘리거나 고정을 일부 푸세요.",
        "フレーム {0}～{1} のポーズがすべて固定されています。範囲を広げるか、固定を一部外してください。",
    ),
    "The pins “{0}” are not frames: write them as 30, 45.": (
        "고정 “{0}”은(는) 프레임이 아닙니다. 30, 45처럼 쓰세요.",
        "固定 “{0}” はフレームではありません。30, 45 のように書いてください。",
    ),
    "The channels of “{0}” are locked in the Dope Sheet: unlock them, or leave its part out.": (
        "“{0}”의 채널이 도프 시트에서 잠겨 있습니다. 잠금을 풀거나 그 부위를 빼세요.",
        "“{0}” のチャンネルはドープシートでロックされています。ロックを外すか、その部位を除いてください。",
    ),
    "The channels of “{0}” have f-curve modifiers: bake or mute them first, or leave its part out.": (
        "“{0}”의 채널에 F커브 모디파이어가 있습니다. 먼저 베이크하거나 뮤트하거나 그 부위를 빼세요.",
        "“{0}” のチャンネルに "
        "Fカーブモディファイアーがあります。先にベイクまたはミュートするか、その部位を除いてください。",
    ),
    "“{0}” is moved by a driver: remove or mute it first, or leave its part out.": (
        "“{0}”은(는) 드라이버가 움직입니다. 먼저 지우거나 뮤트하거나 그 부위를 빼세요.",
        "“{0}” はドライバーで動いています。先に削除またはミュートするか、その部位を除いてください。",
    ),
    "Keyed with the body, which follows by {0}: {1}.": (
        "{0}을(를) 통해 따르는 몸과 함께 키를 찍었습니다: {1}.",
        "{0} を通して従う体と一緒にキーを打ちました: {1}。",
    ),
    "Keyed to an influence of 0 in the take, which they would hold back: {0}.": (
        "테이크를 붙잡게 되므로 테이크 안에서 영향력 0으로 키를 찍었습니다: {0}.",
        "テイクを引き止めるため、テイク内で影響度 0 のキーを打ちました: {0}。",
    ),
    "Drivers set the influence of what holds the take back, so mute it: {0}.": (
        "테이크를 붙잡는 것의 영향력을 드라이버가 정하므로 뮤트하세요: {0}.",
        "テイクを引き止めるものの影響度はドライバーが決めています。ミュートしてください: {0}。",
    ),
    "In Edit Mode what constraints hold is not seen, so look at the take: {0}.": (
        "에디트 모드에서는 컨스트레인트가 붙잡는 것이 보이지 않으니 테이크를 살펴보세요: {0}.",
        "編集モードではコンストレイントが引き止めるものが見えません。テイクを確かめてください: {0}。",
    ),
    "Its bones follow the armature “{0}”: animate that one, and this one goes with it.": (
        "본이 아마추어 “{0}”을(를) 따릅니다. 그쪽을 움직이면 이것도 함께 움직입니다.",
        "ボーンはアーマチュア “{0}” に従っています。そちらを動かせば、これも一緒に動きます。",
    ),
    "Something holds {0} back, whatever the keys say: look at its constraints.": (
        "키와 상관없이 무언가가 {0}을(를) 붙잡고 있습니다. 컨스트레인트를 살펴보세요.",
        "キーに関わらず何かが {0} を引き止めています。コンストレイントを確かめてください。",
    ),
    "“{0}” has no Action to replace frames of: choose New Action under Keys.": (
        "“{0}”에 프레임을 교체할 액션이 없습니다. 키에서 새 액션을 선택하세요.",
        "“{0}” にはフレームを置き換えるアクションがありません。キーで新しいアクションを選んでください。",
    ),
    "The take “{0}” is gone: choose another one to blend with.": (
        "테이크 “{0}”이(가) 사라졌습니다. 섞을 다른 테이크를 선택하세요.",
        "テイク “{0}” はもうありません。ブレンドする別のものを選んでください。",
    ),
    "This armature is linked: make a library override of it.": (
        "이 아마추어는 링크되었습니다. 라이브러리 오버라이드를 만드세요.",
        "このアーマチュアはリンクされています。ライブラリオーバーライドを作ってください。",
    ),
    "A take is being made: wait for it.": (
        "테이크를 만드는 중입니다. 기다리세요.",
        "テイクを作成中です。お待ちください。",
    ),
    "The prompt says {0} already.": (
        "프롬프트에 이미 {0}이(가) 있습니다.",
        "プロンプトには既に {0} があります。",
    ),
    "{0} the engine: wait for it, or cancel it.": (
        "엔진 작업 중입니다({0}). 기다리거나 취소하세요.",
        "エンジンの作業中です ({0})。待つか、キャンセルしてください。",
    ),
    "About {0} {1}, {2} on disk of {3} free.": (
        "약 {0} {1}, 디스크 {2} 사용, 여유 공간 {3}.",
        "約 {0} {1}、ディスク {2} を使用、空き {3}。",
    ),
    "Checked by checksum, except {0}.": (
        "{0}을(를) 빼고 체크섬으로 확인합니다.",
        "{0} を除き、チェックサムで確かめます。",
    ),
    "Every package is checked by its checksum.": (
        "모든 패키지를 체크섬으로 확인합니다.",
        "すべてのパッケージをチェックサムで確かめます。",
    ),
    "Nothing is being installed.": (
        "설치 중인 것이 없습니다.",
        "インストール中のものはありません。",
    ),
    "Nothing has been installed yet.": (
        "아직 설치된 것이 없습니다.",
        "まだ何もインストールされていません。",
    ),
    "Install the engine first.": (
        "먼저 엔진을 설치하세요.",
        "先にエンジンをインストールしてください。",
    ),
    "Read the licence of smplx and agree to it first.": (
        "먼저 smplx의 라이선스를 읽고 동의하세요.",
        "先に smplx のライセンスを読み、同意してください。",
    ),
    "The engine is not installed.": (
        "엔진이 설치되어 있지 않습니다.",
        "エンジンがインストールされていません。",
    ),
    "Motif is busy: wait for it, or cancel it.": (
        "Motif가 작업 중입니다. 기다리거나 취소하세요.",
        "Motif は作業中です。待つか、キャンセルしてください。",
    ),
    "Generate a take first, or give the armature an Action.": (
        "먼저 테이크를 생성하거나 아마추어에 액션을 주세요.",
        "先にテイクを生成するか、アーマチュアにアクションを与えてください。",
    ),
    "This take was not generated but blended or brought in: re-roll one of those that it comes from.": (
        "이 테이크는 생성된 것이 아니라 섞거나 가져온 것입니다. 그 바탕이 된 테이크를 다시 생성하세요.",
        "このテイクは生成ではなく、ブレンドまたは読み込みで作られました。元になったテイクを作り直してください。",
    ),
}
