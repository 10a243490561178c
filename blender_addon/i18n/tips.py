"""Korean and Japanese for what hovering over a setting or a choice tells."""

from __future__ import annotations

# English -> (Korean, Japanese).
TIPS: dict[str, tuple[str, str]] = {
    "How the character moves": (
        "캐릭터가 움직이는 방식",
        "キャラクターの動き方",
    ),
    "Ballet and modern dance: long lines, turns, jumps": (
        "발레와 현대 무용: 긴 선, 회전, 점프",
        "バレエとモダンダンス: 長い線、回転、ジャンプ",
    ),
    "Salsa steps of a couple's two partners, danced alone": (
        "둘이 추는 살사 스텝을 혼자 추기",
        "二人のサルサのステップを一人で踊る",
    ),
    "Indian dance: stamping feet, quick arms": (
        "인도 춤: 구르는 발, 빠른 팔",
        "インド舞踊: 踏み鳴らす足、素早い腕",
    ),
    "Other dance: whirling, bouncing, breakdance footwork": (
        "그 밖의 춤: 돌기, 튀기, 브레이크 댄스의 발놀림",
        "ほかの踊り: 旋回、弾み、ブレイクダンスの足さばき",
    ),
    "Karate forms, boxing, kicks on the beat": (
        "가라테 형, 복싱, 박자에 맞춘 발차기",
        "空手の型、ボクシング、拍に合わせた蹴り",
    ),
    "Jumping jacks, squats, side twists in time": (
        "팔 벌려 뛰기, 스쿼트, 옆 비틀기를 박자에 맞추기",
        "ジャンピングジャック、スクワット、横ひねりを拍に合わせて",
    ),
    "Standing and talking: arms that stress what is said": (
        "서서 말하기: 말을 강조하는 팔",
        "立って話す: 言葉を強調する腕",
    ),
    "Walking and running in step": (
        "발맞춰 걷고 뛰기",
        "歩調に合わせて歩く、走る",
    ),
    "How much of this style; keys on it change the style over time": (
        "이 스타일의 정도. 키를 찍으면 시간에 따라 바뀝니다",
        "このスタイルの度合い。キーを打つと時間とともに変わります",
    ),
    "What is listened to": (
        "무엇을 들을지",
        "何を聴くか",
    ),
    "All that is heard in the scene's frame range: sound strips and speakers": (
        "씬의 프레임 범위에서 들리는 모든 것: 사운드 스트립과 스피커",
        "シーンのフレーム範囲で聞こえるすべて: サウンドストリップとスピーカー",
    ),
    "One sound strip of the sequencer, from its first to its last frame": (
        "시퀀서의 사운드 스트립 하나, 첫 프레임부터 끝까지",
        "シーケンサーのサウンドストリップ一つ、最初から最後のフレームまで",
    ),
    "A sound file, from the start frame on": (
        "소리 파일, 시작 프레임부터",
        "音のファイル、開始フレームから",
    ),
    "A sound strip of the sequencer": (
        "시퀀서의 사운드 스트립",
        "シーケンサーのサウンドストリップ",
    ),
    "WAV, FLAC, OGG or MP3": (
        "WAV, FLAC, OGG 또는 MP3",
        "WAV、FLAC、OGG、MP3",
    ),
    "How lively the motion is: below 1 calmer than the sound, above 1 livelier": (
        "모션의 활기: 1보다 작으면 소리보다 차분하고 크면 더 활발합니다",
        "動きの活気: 1 より小さいと音より静かに、大きいと活発になります",
    ),
    "Where the accents of a take are brought": (
        "테이크의 강세를 맞출 곳",
        "テイクのアクセントを合わせる先",
    ),
    "The beats of the sound": (
        "소리의 박자",
        "音の拍",
    ),
    "The timeline's markers": (
        "타임라인의 마커",
        "タイムラインのマーカー",
    ),
    "Farthest that an accent is moved, in seconds": (
        "강세를 옮기는 최대 거리(초)",
        "アクセントを動かす最大の距離 (秒)",
    ),
    "First frame that is made anew": (
        "새로 만드는 첫 프레임",
        "作り直す最初のフレーム",
    ),
    "Last frame that is made anew": (
        "새로 만드는 마지막 프레임",
        "作り直す最後のフレーム",
    ),
    "Frames in between whose poses stay exactly as they are, such as 30, 45": (
        "포즈를 그대로 두는 사이의 프레임, 예: 30, 45",
        "ポーズをそのまま残す途中のフレーム。例: 30, 45",
    ),
    "Where the hips are and how they are turned: the way over the ground may change": (
        "엉덩이의 위치와 방향: 바닥 위 이동이 바뀔 수 있습니다",
        "腰の位置と向き: 床の上の移動が変わることがあります",
    ),
    "Spine and chest may change": (
        "척추와 가슴이 바뀔 수 있습니다",
        "背骨と胸が変わることがあります",
    ),
    "Neck and head may change": (
        "목과 머리가 바뀔 수 있습니다",
        "首と頭が変わることがあります",
    ),
    "Left shoulder, arm and hand may change": (
        "왼쪽 어깨, 팔, 손이 바뀔 수 있습니다",
        "左の肩、腕、手が変わることがあります",
    ),
    "Left leg and foot may change": (
        "왼쪽 다리와 발이 바뀔 수 있습니다",
        "左の脚と足が変わることがあります",
    ),
    "Right shoulder, arm and hand may change": (
        "오른쪽 어깨, 팔, 손이 바뀔 수 있습니다",
        "右の肩、腕、手が変わることがあります",
    ),
    "Right leg and foot may change": (
        "오른쪽 다리와 발이 바뀔 수 있습니다",
        "右の脚と足が変わることがあります",
    ),
    "Where the motion comes from": (
        "모션을 어디서 가져올지",
        "動きをどこから持ってくるか",
    ),
    "A motion file: a take, AMASS or another generator's .npz, a .bvh, .fbx or .glb": (
        "모션 파일: 테이크, AMASS나 다른 생성기의 .npz, .bvh, .fbx, .glb",
        "モーションファイル: テイク、AMASS やほかの生成器の .npz、.bvh、.fbx、.glb",
    ),
    "The file to bring in": (
        "가져올 파일",
        "読み込むファイル",
    ),
    "The armature whose animation is brought over": (
        "애니메이션을 가져올 아마추어",
        "アニメーションを持ってくるアーマチュア",
    ),
    "What is made of the pose under the playhead": (
        "플레이헤드 아래의 포즈로 무엇을 만들지",
        "再生ヘッドのポーズから何を作るか",
    ),
    "What leads to this pose and on from it; the pose itself is met exactly": (
        "이 포즈로 이어지고 나가는 모션. 포즈 자체는 정확히 지킵니다",
        "このポーズへ至り、そこから続く動き。ポーズ自体は正確に守ります",
    ),
    "The chosen bones stay as they are, the others are proposed": (
        "선택한 본은 그대로 두고 나머지를 제안합니다",
        "選んだボーンはそのまま残し、ほかを提案します",
    ),
    "Where in the motion the pose lies": (
        "포즈가 모션의 어디에 놓이는지",
        "ポーズが動きのどこにあるか",
    ),
    "The motion goes on from the pose": (
        "포즈에서 모션이 이어집니다",
        "ポーズから動きが続きます",
    ),
    "The motion leads to the pose and on from it": (
        "모션이 포즈로 갔다가 이어집니다",
        "動きがポーズに至り、そこから続きます",
    ),
    "The motion leads to the pose": (
        "모션이 포즈로 끝납니다",
        "動きがポーズに至ります",
    ),
    "Length of the motion in frames, up to a minute": (
        "모션의 길이(프레임), 1분까지",
        "動きの長さ (フレーム)、1 分まで",
    ),
    "Which bones stay as they are": (
        "그대로 둘 본",
        "そのまま残すボーン",
    ),
    "Those selected in Pose Mode stay": (
        "포즈 모드에서 선택한 본을 그대로 둡니다",
        "ポーズモードで選択したボーンを残します",
    ),
    "Those with a key on this frame stay": (
        "이 프레임에 키가 있는 본을 그대로 둡니다",
        "このフレームにキーのあるボーンを残します",
    ),
    "Poses of the take, from its first to its last frame": (
        "테이크의 첫 프레임부터 마지막까지의 포즈",
        "テイクの最初から最後のフレームまでのポーズ",
    ),
    "Motion around a pose, which others can share": (
        "다른 테이크와 함께 쓸 수 있는, 포즈를 둘러싼 모션",
        "ほかと共有できる、ポーズの前後の動き",
    ),
    "Share of the frames in which no planted foot slides": (
        "디딘 발이 미끄러지지 않는 프레임의 비율",
        "着いた足が滑らないフレームの割合",
    ),
    "The Action that was on the armature before the takes": (
        "테이크 이전에 아마추어에 있던 액션",
        "テイクの前にアーマチュアにあったアクション",
    ),
    "The pose that was on the armature before the takes": (
        "테이크 이전에 아마추어에 있던 포즈",
        "テイクの前にアーマチュアにあったポーズ",
    ),
    "What the motion is made from": (
        "무엇으로 모션을 만들지",
        "何から動きを作るか",
    ),
    "Words that say what the character does": (
        "캐릭터가 하는 일을 나타내는 글",
        "キャラクターの動きを表す言葉",
    ),
    "Sound that the character moves to": (
        "캐릭터가 따라 움직이는 소리",
        "キャラクターが合わせて動く音",
    ),
    "Frames and body parts of an animation, made anew": (
        "애니메이션의 프레임과 신체 부위를 새로 만들기",
        "アニメーションのフレームと体の部位を作り直す",
    ),
    "The pose under the playhead: motion around it, or the rest of it": (
        "플레이헤드 아래의 포즈: 그 앞뒤의 모션이나 나머지 포즈",
        "再生ヘッドのポーズ: その前後の動き、または残りの部分",
    ),
    "What the character does, in English: “a person walks in a circle to the left”. Where it says <audio>, the "
    "chosen sound stands for a word: “a person moves to <audio>”": (
        "캐릭터가 하는 일을 영어로: “a person walks in a circle to the left”. <audio>라고 쓴 곳에는 선택한 "
        "소리가 말 대신 들어갑니다: “a person moves to <audio>”",
        "キャラクターの動きを英語で: “a person walks in a circle to the left”。<audio> "
        "と書いた所では、選んだ音が言葉の代わりになります: “a person moves to <audio>”",
    ),
    "Let the words decide how long the take is, or the sound where the prompt says <audio>": (
        "테이크의 길이를 글에 맡깁니다. 프롬프트에 <audio>가 있으면 소리에 맡깁니다",
        "テイクの長さを言葉に任せます。プロンプトに <audio> があれば音に任せます",
    ),
    "Length of the take in frames, at most 60 seconds": (
        "테이크의 길이(프레임), 60초까지",
        "テイクの長さ (フレーム)、60 秒まで",
    ),
    "Frame of the take's first key": (
        "테이크의 첫 키가 놓이는 프레임",
        "テイクの最初のキーのフレーム",
    ),
    "The same words, settings and seed give the same take": (
        "같은 글, 설정, 시드는 같은 테이크를 만듭니다",
        "同じ言葉、設定、シードは同じテイクになります",
    ),
    "Keep the seed from take to take; unlocked, each Generate draws a new one": (
        "다음 테이크에도 시드를 유지합니다. 풀면 생성할 때마다 새로 뽑습니다",
        "次のテイクでもシードを保ちます。外すと生成のたびに新しくなります",
    ),
    "How many takes to choose from": (
        "골라 볼 테이크의 수",
        "選べるテイクの数",
    ),
    "Time spent on each take": (
        "테이크마다 들이는 시간",
        "テイクごとにかける時間",
    ),
    "Quickest, for trying out words": (
        "가장 빠름. 글을 시험해 볼 때",
        "最も速い。言葉を試すときに",
    ),
    "The best of a few tries for each take": (
        "테이크마다 몇 번 가운데 가장 나은 것",
        "テイクごとに数回のうち最も良いもの",
    ),
    "The best of eight tries for each take; to sound, twice the steps": (
        "테이크마다 여덟 번 가운데 가장 나은 것. 소리에는 단계를 두 배로",
        "テイクごとに八回のうち最も良いもの。音にはステップを二倍に",
    ),
    "How closely the words are followed; too much makes motion stiff": (
        "글을 얼마나 가까이 따를지. 지나치면 모션이 뻣뻣해집니다",
        "言葉にどれだけ忠実か。強すぎると動きが硬くなります",
    ),
    "Temperature of the sampling: below 1 safer and more alike, above 1 more varied": (
        "샘플링 온도: 1보다 작으면 무난하고 비슷하게, 크면 더 다양하게",
        "サンプリングの温度: 1 より小さいと無難で似たもの、大きいと多様になります",
    ),
    "Sampler steps; 0 leaves them to Quality": (
        "샘플링 단계. 0이면 품질에 맡깁니다",
        "サンプラーのステップ。0 なら品質に任せます",
    ),
    "What happens to feet that stand": (
        "디딘 발을 어떻게 할지",
        "着いた足をどうするか",
    ),
    "Leave the feet as generated": (
        "발을 생성된 그대로 둡니다",
        "足を生成されたままにします",
    ),
    "Hold a foot still while it is planted": (
        "디디고 있는 동안 발을 고정합니다",
        "着いている間は足を止めます",
    ),
    "Plant the lower foot at all times: no jumps": (
        "낮은 발을 항상 디딥니다: 점프 없음",
        "低い方の足を常に着けます: ジャンプなし",
    ),
    "Only keep feet out of the floor": (
        "발이 바닥 아래로 가지 않게만 합니다",
        "足が床の下に入らないようにだけします",
    ),
    "Foot lock, no foot below the floor, no shaking": (
        "발 고정, 바닥 아래로 가지 않는 발, 떨림 없음",
        "足の固定、床の下に入らない足、震えなし",
    ),
    "Leave out travel over the ground": (
        "바닥 위 이동을 뺍니다",
        "床の上の移動を除きます",
    ),
    "Whether the last frame is the first again": (
        "마지막 프레임이 다시 첫 프레임이 될지",
        "最後のフレームが最初に戻るか",
    ),
    "The take ends as it ends": (
        "테이크가 끝나는 대로 끝납니다",
        "テイクはそのまま終わります",
    ),
    "The end leads over to the first pose; travel over the ground stays": (
        "끝이 첫 포즈로 이어집니다. 바닥 위 이동은 남습니다",
        "終わりが最初のポーズへつながります。床の上の移動は残ります",
    ),
    "The same, and the keys go round and round (a Cycles modifier)": (
        "같으면서 키가 계속 반복됩니다(Cycles 모디파이어)",
        "同じで、キーが繰り返し続きます (Cycles モディファイアー)",
    ),
    "A Python program that the engine's packages are installed in, in place of the installed engine. Empty: the "
    "installed one, or what the environment variable MOTIF_ENGINE_PYTHON says": (
        "설치된 엔진 대신 엔진 패키지가 설치된 Python 프로그램. 비우면 설치된 엔진이나 환경 변수 "
        "MOTIF_ENGINE_PYTHON의 것",
        "インストールされたエンジンの代わりに、エンジンのパッケージが入った Python "
        "プログラム。空ならインストールされたもの、または環境変数 MOTIF_ENGINE_PYTHON のもの",
    ),
    "A folder of packages to install the engine from, for computers without a network": (
        "네트워크가 없는 컴퓨터에서 엔진을 설치할 패키지 폴더",
        "ネットワークのないコンピューターで、エンジンをインストールするパッケージのフォルダー",
    ),
    "What the engine computes on": (
        "엔진이 계산에 쓰는 것",
        "エンジンが計算に使うもの",
    ),
    "The graphics card where CUDA can use it, else the processor": (
        "CUDA를 쓸 수 있으면 그래픽 카드, 아니면 프로세서",
        "CUDA が使えればグラフィックカード、なければプロセッサー",
    ),
    "The processor": (
        "프로세서",
        "プロセッサー",
    ),
    "The graphics card": (
        "그래픽 카드",
        "グラフィックカード",
    ),
}
