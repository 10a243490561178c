"""What is said of requests and by whoever sends them, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
REQUESTS: dict[str, tuple[str, str]] = {
    "The engine did not start within {0} s: generate again.": (
        "엔진이 {0}초 안에 시작하지 않았습니다. 다시 생성하세요.",
        "エンジンが {0} 秒以内に起動しませんでした。もう一度生成してください。",
    ),
    "The engine has not answered for {0} s: generate again to start it afresh.": (
        "엔진이 {0}초 동안 대답하지 않았습니다. 다시 생성하면 새로 시작합니다.",
        "エンジンが {0} 秒間応答していません。もう一度生成すると新しく起動します。",
    ),
    "The engine's Python “{0}” can't be started ({1}): choose another in the add-on's preferences.": (
        "엔진의 Python “{0}”을(를) 시작할 수 없습니다({1}). 애드온 환경 설정에서 다른 것을 선택하세요.",
        "エンジンの Python “{0}” を起動できません ({1})。アドオンのプリファレンスで別のものを選んでください。",
    ),
    "The engine has made no progress for {0} s and was ended: generate again, with fewer or shorter takes if it "
    "happens twice.": (
        "엔진이 {0}초 동안 진행하지 않아 끝냈습니다. 다시 생성하고, 또 그러면 테이크를 줄이거나 짧게 하세요.",
        "エンジンが {0} 秒間進まないため終了しました。もう一度生成し、続くようならテイクを減らすか短くしてください。",
    ),
    "The generation was cancelled.": (
        "생성을 취소했습니다.",
        "生成をキャンセルしました。",
    ),
    "A canon has no words of its own: leave out the texts, or mirror the second dancer.": (
        "캐논에는 자기 말이 없습니다. 글을 빼거나 두 번째 춤꾼을 거울처럼 하세요.",
        "カノンに自身の言葉はありません。文を除くか、二人目のダンサーを鏡写しにしてください。",
    ),
    "The stage has no room, or a corner that points inwards: give a convex one of some width.": (
        "무대에 자리가 없거나 안쪽으로 꺾인 모서리가 있습니다. 폭이 있는 볼록한 모양을 주세요.",
        "舞台に広さがないか、内側に向いた角があります。幅のある凸の形にしてください。",
    ),
    "{0} must be a number from {1} to {2}, not {3}.": (
        "{0}은(는) {3}이(가) 아니라 {1}에서 {2} 사이의 수여야 합니다.",
        "{0} は {3} ではなく {1} から {2} までの数でなければなりません。",
    ),
    "{0} is {1}: give a number from {2} to {3}.": (
        "{0}이(가) {1}입니다. {2}에서 {3} 사이의 수를 주세요.",
        "{0} は {1} です。{2} から {3} までの数を指定してください。",
    ),
    "{0} must be a whole number, not {1}.": (
        "{0}은(는) {1}이(가) 아니라 정수여야 합니다.",
        "{0} は {1} ではなく整数でなければなりません。",
    ),
    "{0} is {1}: give a whole number from {2} to {3}.": (
        "{0}이(가) {1}입니다. {2}에서 {3} 사이의 정수를 주세요.",
        "{0} は {1} です。{2} から {3} までの整数を指定してください。",
    ),
    "The path has a point at frame {0} and the take's last frame is {1}: lengthen the take or move the point.": (
        "경로의 점이 프레임 {0}에 있고 테이크의 마지막 프레임은 {1}입니다. 테이크를 늘리거나 점을 옮기세요.",
        "経路の点がフレーム {0} にあり、テイクの最後のフレームは {1} です。テイクを延ばすか、点を移してください。",
    ),
    "A path needs at least two points.": (
        "경로에는 점이 두 개 이상 필요합니다.",
        "経路には点が二つ以上必要です。",
    ),
    "The path has {0} points: give at most {1}.": (
        "경로에 점이 {0}개 있습니다. {1}개까지 줄 수 있습니다.",
        "経路に点が {0} 個あります。{1} 個までにしてください。",
    ),
    "The path's first point is reached at frame 0: give frame 0 to no other.": (
        "경로의 첫 점은 프레임 0에 닿습니다. 다른 점에 프레임 0을 주지 마세요.",
        "経路の最初の点はフレーム 0 に当たります。ほかの点にフレーム 0 を付けないでください。",
    ),
    "The path is {0} m long, shorter than a step: make it at least {1} m.": (
        "경로 길이가 {0} m로 한 걸음보다 짧습니다. {1} m 이상으로 만드세요.",
        "経路の長さは {0} m で一歩より短いです。{1} m 以上にしてください。",
    ),
    "The path is {0} m long: give at most {1} m.": (
        "경로 길이가 {0} m입니다. {1} m까지 줄 수 있습니다.",
        "経路の長さは {0} m です。{1} m までにしてください。",
    ),
    "The path's frames must rise, and {0} comes after {1}: put them in order.": (
        "경로의 프레임은 커져야 하는데 {1} 다음에 {0}이(가) 옵니다. 순서대로 놓으세요.",
        "経路のフレームは増えていく必要がありますが、{1} の後に {0} が来ています。順に並べてください。",
    ),
    "“{0}” is read as words alone: write “to {1}” and choose a sound for it to be heard.": (
        "“{0}”은(는) 글로만 읽힙니다. 소리를 들려주려면 “to {1}”을(를) 쓰고 소리를 선택하세요.",
        "“{0}” は言葉としてだけ読まれます。音を聴かせるには “to {1}” と書き、音を選んでください。",
    ),
    "“{0}” is not understood, so what comes is near it at best: say what the body does, such as “walks”.": (
        "“{0}”을(를) 이해하지 못했으므로 비슷한 동작이 나올 뿐입니다. “walks”처럼 몸이 하는 일을 쓰세요.",
        "“{0}” は理解できないため、近い動きになるだけです。“walks” のように体が何をするかを書いてください。",
    ),
    "The prompt holds bytes that are no characters, after “{0}”: type it again.": (
        "프롬프트의 “{0}” 뒤에 글자가 아닌 바이트가 있습니다. 다시 쓰세요.",
        "プロンプトの “{0}” の後に文字でないバイトがあります。書き直してください。",
    ),
    "The prompt has {0}, far more than the model reads: describe the action in at most {1} words.": (
        "프롬프트가 {0}로 모델이 읽는 것보다 훨씬 깁니다. 동작을 {1} 단어 이내로 쓰세요.",
        "プロンプトは {0} で、モデルが読める長さを大きく超えます。動きを {1} 語以内で書いてください。",
    ),
    "The prompt “{0}” has no English words and the model reads only English: write what the character does in "
    "English.": (
        "프롬프트 “{0}”에 영어 단어가 없고 모델은 영어만 읽습니다. 캐릭터가 하는 일을 영어로 쓰세요.",
        "プロンプト “{0}” に英単語がなく、モデルは英語だけを読みます。キャラクターの動きを英語で書いてください。",
    ),
    "The prompts {0} overlap: give each frames of its own.": (
        "프롬프트 {0}이(가) 겹칩니다. 각각 다른 프레임을 주세요.",
        "プロンプト {0} が重なっています。それぞれに別のフレームを指定してください。",
    ),
    "The prompt “{0}” starts at frame {1}, after the take's {2} frames: move it or lengthen the take.": (
        "프롬프트 “{0}”은(는) 테이크의 {2} 프레임 뒤인 프레임 {1}에서 시작합니다. 옮기거나 테이크를 늘리세요.",
        "プロンプト “{0}” はテイクの {2} フレームより後のフレーム {1} で始まります。移すか、テイクを延ばしてください。",
    ),
    "The prompt “{0}” has {1} frames, over the {2} seconds that one prompt can last: split it.": (
        "프롬프트 “{0}”은(는) {1} 프레임으로 한 프롬프트의 최대 {2}초를 넘습니다. 나누세요.",
        "プロンプト “{0}” は {1} フレームで、一つのプロンプトの上限 {2} 秒を超えます。分けてください。",
    ),
    "The prompt “{0}” covers no frames: its end must come after its start.": (
        "프롬프트 “{0}”에 프레임이 없습니다. 끝이 시작보다 뒤여야 합니다.",
        "プロンプト “{0}” にフレームがありません。終わりは始まりより後でなければなりません。",
    ),
    "The prompt “{0}…” is long: only about its first {1} words are read.": (
        "프롬프트 “{0}…”이(가) 깁니다. 처음 {1} 단어쯤만 읽힙니다.",
        "プロンプト “{0}…” は長く、最初の {1} 語ほどだけが読まれます。",
    ),
    "There is nothing to generate from: write a prompt or choose audio.": (
        "생성할 바탕이 없습니다. 프롬프트를 쓰거나 오디오를 선택하세요.",
        "生成の元がありません。プロンプトを書くか、オーディオを選んでください。",
    ),
    "The length is {0} frames: give at least 1, or leave it on automatic.": (
        "길이가 {0} 프레임입니다. 1 이상을 주거나 자동으로 두세요.",
        "長さは {0} フレームです。1 以上にするか、自動のままにしてください。",
    ),
    "The length is {0} frames, over the {1} seconds that one take can last: give at most {2} frames at {3} fps.": (
        "길이가 {0} 프레임으로 한 테이크의 최대 {1}초를 넘습니다. {3} fps에서 {2} 프레임까지 주세요.",
        "長さは {0} フレームで、一つのテイクの上限 {1} 秒を超えます。{3} fps で {2} フレームまでにしてください。",
    ),
    "In-betweening and poses hear no sound: take {0} out of the prompt.": (
        "인비트윈과 포즈는 소리를 듣지 않습니다. 프롬프트에서 {0}을(를) 빼세요.",
        "中割りとポーズは音を聴きません。プロンプトから {0} を除いてください。",
    ),
    "The model “text” reads words: choose the model “audio” for sound.": (
        "모델 “text”는 글을 읽습니다. 소리에는 모델 “audio”를 선택하세요.",
        "モデル “text” は言葉を読みます。音にはモデル “audio” を選んでください。",
    ),
    "A path is followed by words, not by a sound: leave out the sound or the path.": (
        "경로는 소리가 아니라 글로 따라갑니다. 소리나 경로를 빼세요.",
        "経路は音ではなく言葉でたどります。音か経路を除いてください。",
    ),
    "The prompt says {0} and there is no sound: choose one, or take {1} out.": (
        "프롬프트에 {0}이(가) 있는데 소리가 없습니다. 소리를 선택하거나 {1}을(를) 빼세요.",
        "プロンプトに {0} がありますが音がありません。音を選ぶか、{1} を除いてください。",
    ),
    "There is a sound and the prompt doesn't say where it is meant: write {0} in it, such as “a person moves to "
    "{1}”, or leave the sound out.": (
        "소리가 있는데 프롬프트의 어디에 쓰일지 적혀 있지 않습니다. “a person moves to {1}”처럼 {0}을(를) 쓰거나 "
        "소리를 빼세요.",
        "音がありますが、プロンプトのどこで使うかが書かれていません。“a person moves to {1}” のように {0} "
        "を書くか、音を除いてください。",
    ),
    "The model “audio” follows sound: choose a sound, or the model “text”.": (
        "모델 “audio”는 소리를 따릅니다. 소리를 선택하거나 모델 “text”를 쓰세요.",
        "モデル “audio” は音に従います。音を選ぶか、モデル “text” にしてください。",
    ),
    "The request asks for {0} takes: ask for 1 to {1}.": (
        "테이크 {0}개를 요청했습니다. 1에서 {1}까지 요청하세요.",
        "テイクを {0} 個求めています。1 から {1} までにしてください。",
    ),
    "The take's sound was not kept with it: generate again from the panel.": (
        "이 테이크의 소리가 함께 저장되지 않았습니다. 패널에서 다시 생성하세요.",
        "テイクの音が一緒に残っていません。パネルからもう一度生成してください。",
    ),
    "The audio holds samples that are not numbers: export it again.": (
        "오디오에 숫자가 아닌 샘플이 있습니다. 다시 내보내세요.",
        "オーディオに数でないサンプルがあります。書き出し直してください。",
    ),
    "A sound names no file: choose one.": (
        "소리에 파일이 없습니다. 하나를 선택하세요.",
        "音のファイルがありません。選んでください。",
    ),
    "The sound is made of {0} pieces: give 1 to {1}.": (
        "소리가 {0}조각으로 되어 있습니다. 1에서 {1}까지 주세요.",
        "音は {0} 個の断片でできています。1 から {1} までにしてください。",
    ),
    "There is no style called {0}: choose one of {1}.": (
        "{0}(이)라는 스타일이 없습니다. 다음에서 선택하세요: {1}.",
        "{0} というスタイルはありません。次から選んでください: {1}。",
    ),
    "The target {0} is out of reach by {1} m: move it, or give time to get there.": (
        "목표 {0}에 {1} m 모자라 닿지 않습니다. 옮기거나 갈 시간을 더 주세요.",
        "目標 {0} に {1} m 届きません。移すか、着くまでの時間を増やしてください。",
    ),
    "There are {0} targets: give at most {1}.": (
        "목표가 {0}개 있습니다. {1}개까지 줄 수 있습니다.",
        "目標が {0} 個あります。{1} 個までにしてください。",
    ),
    "The target {0} ends before it begins: give the earlier frame first.": (
        "목표 {0}이(가) 시작하기 전에 끝납니다. 앞선 프레임을 먼저 주세요.",
        "目標 {0} は始まる前に終わっています。早いフレームを先に指定してください。",
    ),
    "Who looks at a place isn't turned otherwise: give the target “look” a place alone.": (
        "한 곳을 보는 이는 다른 식으로 돌지 않습니다. 목표 “look”에 자리만 주세요.",
        "ある場所を見る人は別に向きを変えません。目標 “look” には場所だけを指定してください。",
    ),
    "The target {0} lies after the take's last frame, {1}: move it or lengthen the take.": (
        "목표 {0}이(가) 테이크의 마지막 프레임 {1} 뒤에 있습니다. 옮기거나 테이크를 늘리세요.",
        "目標 {0} はテイクの最後のフレーム {1} より後にあります。移すか、テイクを延ばしてください。",
    ),
    "The targets {0} and {1} are of one joint at once: part them.": (
        "목표 {0}과(와) {1}이(가) 한 관절에 동시에 있습니다. 나누세요.",
        "目標 {0} と {1} が一つの関節に同時にあります。分けてください。",
    ),
    "No folder and no set of weights is called “{0}”{1}.": (
        "“{0}”(이)라는 폴더나 가중치가 없습니다{1}.",
        "“{0}” というフォルダーも重みもありません{1}。",
    ),
    "“{0}” is no set that was learnt here: its folder is left alone.": (
        "“{0}”은(는) 여기서 학습한 것이 아니라서 폴더를 그대로 둡니다.",
        "“{0}” はここで学習したものではないため、フォルダーはそのままにします。",
    ),
    "The engine's messages are corrupt ({0}): generate again.": (
        "엔진의 메시지가 손상되었습니다({0}). 다시 생성하세요.",
        "エンジンのメッセージが壊れています ({0})。もう一度生成してください。",
    ),
    "The engine {0}{1}: generate again to start it afresh.": (
        "엔진이 멈췄습니다({0}){1}. 다시 생성하면 새로 시작합니다.",
        "エンジンが止まりました ({0}){1}。もう一度生成すると新しく起動します。",
    ),
    "The engine's pipe broke ({0}).": (
        "엔진과의 통로가 끊겼습니다({0}).",
        "エンジンとの通信が切れました ({0})。",
    ),
    "The engine's message can't be taken in ({0}).": (
        "엔진의 메시지를 받아들일 수 없습니다({0}).",
        "エンジンのメッセージを受け取れません ({0})。",
    ),
}
