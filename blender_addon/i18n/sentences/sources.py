"""What is said of sources and takes, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
SOURCES: dict[str, tuple[str, str]] = {
    "“{0}” has no animation to change: give it an Action with keys.": (
        "“{0}”에 바꿀 애니메이션이 없습니다. 키가 있는 액션을 주세요.",
        "“{0}” に変更するアニメーションがありません。キーのあるアクションを与えてください。",
    ),
    "The Action “{0}” is gone: give “{1}” an Action and try again.": (
        "액션 “{0}”이(가) 사라졌습니다. “{1}”에 액션을 주고 다시 해 보세요.",
        "アクション “{0}” はもうありません。“{1}” にアクションを与えて、もう一度試してください。",
    ),
    "“{0}” plays NLA strips and has no Action of its own: bake them to one (NLA, Edit, Bake Action) first.": (
        "“{0}”은(는) NLA 스트립을 재생하고 자기 액션이 없습니다. 먼저 하나로 베이크하세요(NLA, 편집, 액션 베이크).",
        "“{0}” は NLA ストリップを再生していて、自身のアクションがありません。先に一つにベイクしてください "
        "(NLA、編集、アクションをベイク)。",
    ),
    "The bones of “{0}” have changed meanwhile: press Generate again.": (
        "그사이 “{0}”의 본이 바뀌었습니다. 생성을 다시 누르세요.",
        "その間に “{0}” のボーンが変わりました。もう一度生成を押してください。",
    ),
    "A point of the path lies before the take's first frame, {0}: give it a later frame.": (
        "경로의 점이 테이크의 첫 프레임 {0}보다 앞에 있습니다. 더 늦은 프레임을 주세요.",
        "経路の点がテイクの最初のフレーム {0} より前にあります。後のフレームを指定してください。",
    ),
    "“{0}” is no curve: choose a curve, or give several objects to go to one after another.": (
        "“{0}”은(는) 커브가 아닙니다. 커브를 선택하거나 차례로 갈 오브젝트를 여러 개 주세요.",
        "“{0}” はカーブではありません。カーブを選ぶか、順に向かうオブジェクトを複数指定してください。",
    ),
    "The curve “{0}” has {1} splines: a path needs one.": (
        "커브 “{0}”에 스플라인이 {1}개 있습니다. 경로에는 하나만 있어야 합니다.",
        "カーブ “{0}” にはスプラインが {1} 本あります。経路には一本だけ必要です。",
    ),
    "The curve “{0}” has no length: draw it longer.": (
        "커브 “{0}”의 길이가 0입니다. 더 길게 그리세요.",
        "カーブ “{0}” に長さがありません。長く描いてください。",
    ),
    "There is no object “{0}” in the scene: check the name.": (
        "씬에 오브젝트 “{0}”이(가) 없습니다. 이름을 확인하세요.",
        "シーンにオブジェクト “{0}” がありません。名前を確かめてください。",
    ),
    "A target at frame {0} has no object: choose what is reached, or remove it.": (
        "프레임 {0}의 목표에 오브젝트가 없습니다. 닿을 것을 선택하거나 목표를 지우세요.",
        "フレーム {0} の目標にオブジェクトがありません。届かせるものを選ぶか、目標を削除してください。",
    ),
    "The target {0}@{1}-{2} ends before it begins: give the earlier frame first.": (
        "목표 {0}@{1}-{2}이(가) 시작하기 전에 끝납니다. 앞선 프레임을 먼저 주세요.",
        "目標 {0}@{1}-{2} は始まる前に終わっています。早いフレームを先に指定してください。",
    ),
    "The target {0}@{1} lies before the take's first frame, {2}: move it.": (
        "목표 {0}@{1}이(가) 테이크의 첫 프레임 {2}보다 앞에 있습니다. 옮기세요.",
        "目標 {0}@{1} がテイクの最初のフレーム {2} より前にあります。移してください。",
    ),
    "None of the chosen bones is part of the body that Motif knows on “{0}”: choose bones of the Bone Map.": (
        "선택한 본이 “{0}”에서 Motif가 아는 몸에 속하지 않습니다. 본 맵의 본을 선택하세요.",
        "選んだボーンは “{0}” で Motif が知る体に含まれません。ボーンマップのボーンを選んでください。",
    ),
    "“{0}” is in its rest pose: pose it, or go to a frame on which it has a pose.": (
        "“{0}”은(는) 레스트 포즈입니다. 포즈를 잡거나 포즈가 있는 프레임으로 가세요.",
        "“{0}” はレストポーズです。ポーズを付けるか、ポーズのあるフレームへ移ってください。",
    ),
    "No bone has a key on frame {0}: key the bones whose pose stays, or select them.": (
        "프레임 {0}에 키가 있는 본이 없습니다. 포즈를 그대로 둘 본에 키를 찍거나 선택하세요.",
        "フレーム {0} にキーのあるボーンがありません。ポーズをそのまま残すボーンにキーを打つか、選択してください。",
    ),
    "The prompt is empty at frames {0} to {1}: write what happens there, or remove it.": (
        "프레임 {0}~{1}의 프롬프트가 비어 있습니다. 무슨 일이 일어나는지 쓰거나 지우세요.",
        "フレーム {0}～{1} のプロンプトが空です。何が起こるかを書くか、削除してください。",
    ),
    "The prompt “{0}” ends at frame {1}, before it begins at {2}: give it frames.": (
        "프롬프트 “{0}”이(가) {2}에서 시작하기 전에 프레임 {1}에서 끝납니다. 프레임을 주세요.",
        "プロンプト “{0}” は {2} で始まる前にフレーム {1} で終わっています。フレームを指定してください。",
    ),
    "The prompt “{0}” has frames {1} to {2}, and the take {3}: move it there or remove it.": (
        "프롬프트 “{0}”은(는) 프레임 {1}~{2}이고 테이크는 {3}입니다. 그 안으로 옮기거나 지우세요.",
        "プロンプト “{0}” はフレーム {1}～{2}、テイクは {3} です。その中へ移すか、削除してください。",
    ),
    "Nothing is heard in frames {0} to {1}: move the range or a sound strip into it, or choose a file.": (
        "프레임 {0}~{1}에서 아무것도 들리지 않습니다. 범위나 사운드 스트립을 옮기거나 파일을 선택하세요.",
        "フレーム {0}～{1} では何も聞こえません。範囲かサウンドストリップを移すか、ファイルを選んでください。",
    ),
    "The strip “{0}” holds no sound: choose another.": (
        "스트립 “{0}”에 소리가 없습니다. 다른 것을 선택하세요.",
        "ストリップ “{0}” に音がありません。別のものを選んでください。",
    ),
    "Choose a sound file: WAV, FLAC, OGG or MP3.": (
        "소리 파일을 선택하세요: WAV, FLAC, OGG, MP3.",
        "音のファイルを選んでください: WAV、FLAC、OGG、MP3。",
    ),
    "The strip “{0}” is one frame long, because Blender can't tell how long its file “{1}” is: choose the file "
    "itself as the sound, or convert it to WAV for the strip.": (
        "Blender가 파일 “{1}”의 길이를 알 수 없어 스트립 “{0}”이(가) 한 프레임입니다. 파일 자체를 소리로 "
        "선택하거나 스트립용으로 WAV로 변환하세요.",
        "Blender がファイル “{1}” の長さを読めないため、ストリップ “{0}” は 1 "
        "フレームです。ファイル自体を音として選ぶか、ストリップ用に WAV へ変換してください。",
    ),
    "There is no sound strip “{0}”: choose one of the sequencer's.": (
        "사운드 스트립 “{0}”이(가) 없습니다. 시퀀서의 것을 선택하세요.",
        "サウンドストリップ “{0}” がありません。シーケンサーのものを選んでください。",
    ),
    "Choose a sound strip of the sequencer.": (
        "시퀀서의 사운드 스트립을 선택하세요.",
        "シーケンサーのサウンドストリップを選んでください。",
    ),
    "The stage is an object and none is chosen: choose it under Stage, or a circle.": (
        "무대가 오브젝트인데 선택되지 않았습니다. 무대에서 선택하거나 원을 쓰세요.",
        "舞台がオブジェクトですが選ばれていません。舞台で選ぶか、円にしてください。",
    ),
    "The second dancer has no armature of its own: choose another one under Second Dancer.": (
        "두 번째 춤꾼에게 자기 아마추어가 없습니다. 두 번째 춤꾼에서 다른 것을 선택하세요.",
        "二人目のダンサーに自身のアーマチュアがありません。二人目のダンサーで別のものを選んでください。",
    ),
    "The second dancer “{0}” is not in this scene: choose one that is.": (
        "두 번째 춤꾼 “{0}”이(가) 이 씬에 없습니다. 있는 것을 선택하세요.",
        "二人目のダンサー “{0}” はこのシーンにいません。いるものを選んでください。",
    ),
    "Both dancers stand in one place: move one of them, or place the second beside or facing.": (
        "두 춤꾼이 한 자리에 서 있습니다. 하나를 옮기거나 두 번째를 옆이나 마주 보게 놓으세요.",
        "二人のダンサーが同じ場所に立っています。一人を動かすか、二人目を隣か向かいに置いてください。",
    ),
    "A target lies at frame {0} and the take's last frame is {1}: move it or lengthen the take.": (
        "목표가 프레임 {0}에 있고 테이크의 마지막 프레임은 {1}입니다. 목표를 옮기거나 테이크를 늘리세요.",
        "目標はフレーム {0} にあり、テイクの最後のフレームは {1} です。移すか、テイクを延ばしてください。",
    ),
    "The target {0} lies outside the frames that are made anew, {1} to {2} without the pins: move it there.": (
        "목표 {0}이(가) 새로 만드는 프레임 {1}~{2}(고정 제외) 밖에 있습니다. 그 안으로 옮기세요.",
        "目標 {0} は作り直すフレーム {1}～{2} (固定を除く) の外にあります。その中へ移してください。",
    ),
    "“{0}” holds no record of how it was made: generate anew from the prompt.": (
        "“{0}”에 어떻게 만들었는지의 기록이 없습니다. 프롬프트로 새로 생성하세요.",
        "“{0}” には作り方の記録がありません。プロンプトから新しく生成してください。",
    ),
    "The record of “{0}” is damaged: generate anew from the prompt.": (
        "“{0}”의 기록이 손상되었습니다. 프롬프트로 새로 생성하세요.",
        "“{0}” の記録が壊れています。プロンプトから新しく生成してください。",
    ),
    "The target {0} lies after the take's last frame, {1}.": (
        "목표 {0}이(가) 테이크의 마지막 프레임 {1} 뒤에 있습니다.",
        "目標 {0} はテイクの最後のフレーム {1} より後にあります。",
    ),
    "The armature “{0}” is linked from another file: make a library override of it first (Object, Library "
    "Override, Make).": (
        "아마추어 “{0}”은(는) 다른 파일에서 링크되었습니다. 먼저 라이브러리 오버라이드를 만드세요(오브젝트, "
        "라이브러리 오버라이드, 만들기).",
        "アーマチュア “{0}” は別のファイルからリンクされています。先にライブラリオーバーライドを作ってください "
        "(オブジェクト、ライブラリオーバーライド、作成)。",
    ),
    "“{0}” is in the NLA's tweak mode: leave it (Tab in the NLA) first.": (
        "“{0}”이(가) NLA의 트윅 모드에 있습니다. 먼저 나가세요(NLA에서 Tab).",
        "“{0}” は NLA のツイークモードです。先に抜けてください (NLA で Tab)。",
    ),
    "The armature “{0}” is gone: select another and press Generate again.": (
        "아마추어 “{0}”이(가) 사라졌습니다. 다른 것을 선택하고 생성을 다시 누르세요.",
        "アーマチュア “{0}” はもうありません。別のものを選んで、もう一度生成を押してください。",
    ),
}
