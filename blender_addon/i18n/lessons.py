"""Korean and Japanese for My Motion, Examples and the rest of the first minute."""

from __future__ import annotations

# English -> (Korean, Japanese).
LESSONS: dict[str, tuple[str, str]] = {
    "First Take": ("첫 테이크", "最初のテイク"),
    "Motif: First Take": ("Motif: 첫 테이크", "Motif: 最初のテイク"),
    "In the 3D view: press N, then the tab Motif": (
        "3D 뷰에서 N을 누르고 Motif 탭을 여세요",
        "3D ビューで N を押し、Motif タブを開いてください",
    ),
    "Add a mannequin and make takes on it, to see what this does. Where the engine is not installed, its size is shown "
    "and asked for first": (
        "마네킹을 더하고 테이크를 만들어 무엇을 하는지 봅니다. 엔진이 없으면 먼저 크기를 보여주고 묻습니다",
        "マネキンを追加してテイクを作り、何ができるかを見ます。エンジンがなければ、先に大きさを示して尋ねます",
    ),
    "My Motion": ("내 동작", "自分の動き"),
    "Caption": ("설명", "説明"),
    "Learn": ("학습", "学習"),
    "Minutes": ("분", "分"),
    "Set Name": ("세트 이름", "セット名"),
    "File": ("파일", "ファイル"),
    "Files": ("파일", "ファイル"),
    "Actions": ("액션", "アクション"),
    "Weights": ("가중치", "重み"),
    "As Shipped": ("기본 제공", "付属のもの"),
    "Delete Set": ("세트 삭제", "セットを削除"),
    "Pause": ("일시 정지", "一時停止"),
    "Paused": ("일시 정지됨", "一時停止中"),
    "Stopped": ("멈춤", "停止"),
    "Learning": ("학습하는 중", "学習中"),
    "Reading motions": ("동작을 읽는 중", "動きを読み込み中"),
    "Comparing with before": ("이전과 비교하는 중", "以前と比べています"),
    ", {0:.0f} min left": (", {0:.0f}분 남음", "、残り {0:.0f} 分"),
    "“{0}” is learnt, and chosen beside Quality": (
        "“{0}” 학습이 끝나 품질 옆에서 선택되었습니다",
        "「{0}」を学習し、品質の横で選びました",
    ),
    "Learning has ended before it was done ({0}): press Resume.": (
        "학습이 끝나기 전에 멈췄습니다 ({0}): 계속을 누르세요.",
        "学習が途中で終わりました（{0}）。再開を押してください。",
    ),
    "Motions that takes shall look like: Actions of the active armature, or files": (
        "테이크가 닮아야 할 동작: 활성 아마튜어의 액션이나 파일",
        "テイクに似せたい動き: アクティブなアーマチュアのアクションかファイル",
    ),
    "What does it show? “walks like a robot”": (
        "무슨 동작인가요? “walks like a robot”",
        "どんな動きですか？ “walks like a robot”",
    ),
    "What the character does there, in English, as it would be asked for: “walks like a robot”. Several are parted by "
    "semicolons": (
        "캐릭터가 하는 동작을 프롬프트처럼 영어로 적습니다: “walks like a robot”. 여러 개는 세미콜론으로 나눕니다",
        "キャラクターの動きをプロンプトのように英語で書きます: “walks like a robot”。複数はセミコロンで区切ります",
    ),
    "Whether this motion is learnt": ("이 동작을 학습할지 정합니다", "この動きを学習するかどうか"),
    "The motion's file": ("동작 파일", "動きのファイル"),
    "Click a motion to change its caption": (
        "동작을 클릭하면 설명을 바꿀 수 있습니다",
        "動きをクリックすると説明を変えられます",
    ),
    "What the new weights are called: “my walks”": ("새 가중치의 이름: “my walks”", "新しい重みの名前: “my walks”"),
    "How long is learnt, in the background and behind all other programs. It can be paused": (
        "다른 모든 프로그램에 양보하며 뒤에서 학습하는 시간. 일시 정지할 수 있습니다",
        "ほかのすべてのプログラムに譲りながら背景で学習する時間。一時停止できます",
    ),
    "Add the Actions of this file that move the active armature to the table, without takes that were generated": (
        "활성 아마튜어를 움직이는 이 파일의 액션을 표에 더합니다. 생성된 테이크는 빠집니다",
        "アクティブなアーマチュアを動かすこのファイルのアクションを表に加えます。生成したテイクは除きます",
    ),
    "Add motion files to the table: .bvh, takes and AMASS .npz. With no file chosen, all of the folder, whose "
    "captions.csv says what they show": (
        "동작 파일을 표에 더합니다: .bvh, 테이크와 AMASS의 .npz. 파일을 고르지 않으면 폴더 전체이며, "
        "captions.csv의 설명을 씁니다",
        "動きのファイルを表に加えます: .bvh、テイクと AMASS の .npz。選ばなければフォルダー全体で、"
        "captions.csv の説明を使います",
    ),
    "Take the chosen motion out of the table; the Action or the file stays": (
        "선택한 동작을 표에서 뺍니다. 액션이나 파일은 남습니다",
        "選んだ動きを表から外します。アクションやファイルは残ります",
    ),
    "Learn the motions of the table, in the background and behind all other programs. The weights that ship stay": (
        "표의 동작을 뒤에서, 다른 프로그램에 양보하며 학습합니다. 기본 제공 가중치는 그대로입니다",
        "表の動きを背景で、ほかのプログラムに譲りながら学習します。付属の重みはそのままです",
    ),
    "Stop learning for now; what was learnt is kept, and Resume goes on from there, in another session too": (
        "학습을 잠시 멈춥니다. 배운 것은 보존되고, 나중에 계속을 누르면 이어집니다",
        "学習を一時停止します。学んだことは残り、あとで再開すると続きから始まります",
    ),
    "Go on with learning where it was paused or interrupted": (
        "멈추거나 중단된 곳에서 학습을 이어갑니다",
        "一時停止や中断したところから学習を続けます",
    ),
    "Give up what is being learnt. Its motions stay in this file, what was learnt of them is lost": (
        "학습을 그만둡니다. 동작은 이 파일에 남고, 배운 것은 사라집니다",
        "学習をやめます。動きはこのファイルに残り、学んだことは失われます",
    ),
    "Make takes with these weights from now on": (
        "이제부터 이 가중치로 테이크를 만듭니다",
        "これからこの重みでテイクを作ります",
    ),
    "Delete the chosen set, which was learnt here. The weights that ship and takes that were made stay": (
        "여기서 학습한 선택된 세트를 삭제합니다. 기본 제공 가중치와 만든 테이크는 남습니다",
        "ここで学習した、選んだセットを削除します。付属の重みと作ったテイクは残ります",
    ),
    "The weights that takes are made with": ("테이크를 만드는 가중치", "テイクを作る重み"),
    "The name of a set of weights that was learnt or imported, or its folder. Empty: those that ship": (
        "학습하거나 가져온 가중치 세트의 이름이나 폴더. 비우면 함께 제공된 가중치를 씁니다",
        "学習した、または取り込んだ重みセットの名前かフォルダー。空なら付属の重みを使います",
    ),
    "Motif: Add Actions to Learn": ("Motif: 학습할 액션 추가", "Motif: 学習するアクションを追加"),
    "Motif: Add Files to Learn": ("Motif: 학습할 파일 추가", "Motif: 学習するファイルを追加"),
    "Motif: Remove from Table": ("Motif: 표에서 제거", "Motif: 表から外す"),
    "Motif: Learn": ("Motif: 학습", "Motif: 学習"),
    "Motif: Pause Learning": ("Motif: 학습 일시 정지", "Motif: 学習を一時停止"),
    "Motif: Resume Learning": ("Motif: 학습 계속", "Motif: 学習を再開"),
    "Motif: Discard Learning": ("Motif: 학습 버리기", "Motif: 学習を破棄"),
    "Motif: Use Weights": ("Motif: 가중치 사용", "Motif: 重みを使う"),
    "Motif: Delete Set": ("Motif: 세트 삭제", "Motif: セットを削除"),
    "Let this take's ghosts stay while another is chosen, to compare two; press again on it to let them go": (
        "다른 테이크를 골라도 이 테이크의 고스트를 남겨 둘을 비교합니다. 다시 누르면 사라집니다",
        "別のテイクを選んでもこのテイクのゴーストを残し、二つを比べます。もう一度押すと消えます",
    ),
    "Motif: Keep Ghosts of Take": ("Motif: 테이크 고스트 남기기", "Motif: テイクのゴーストを残す"),
    "All of the Folder": ("폴더 전체", "フォルダー全体"),
    "{0} of {1} motions are takes now": (
        "동작 {1}개 중 {0}개가 테이크가 되었습니다",
        "{1} 個のうち {0} 個がテイクになりました",
    ),
    "Put every motion of the folder on the armature, each as a take; those that can't be read are told and left out": (
        "폴더의 모든 동작을 아마튜어에 테이크로 얹습니다. 읽을 수 없는 것은 알리고 뺍니다",
        "フォルダーのすべての動きをアーマチュアにテイクとして載せます。読めないものは知らせて除きます",
    ),
    "Choose a folder with motions first.": (
        "먼저 동작이 든 폴더를 고르세요.",
        "先に動きのあるフォルダーを選んでください。",
    ),
    "Motif: Put Folder on Armature": ("Motif: 폴더를 아마튜어에", "Motif: フォルダーをアーマチュアへ"),
    # The first minute
    "Examples": ("예제", "サンプル"),
    "Thinking": ("생각하는 중", "考え中"),
    "Feet": ("발", "足"),
    "What does the character do? In English, such as:": (
        "캐릭터가 무엇을 하나요? 영어로, 예:",
        "キャラクターは何をしますか？ 英語で、例:",
    ),
    "Add a mannequin, and a prompt that it can do: then press Generate": (
        "마네킹과 프롬프트를 더합니다. 그다음 생성을 누르세요",
        "マネキンとプロンプトを加えます。あとは生成を押すだけです",
    ),
    "Write this prompt into the field; it can be changed there": (
        "이 프롬프트를 입력란에 넣습니다. 거기서 바꿀 수 있습니다",
        "このプロンプトを欄に入れます。そこで変えられます",
    ),
    "Motif: Examples": ("Motif: 예제", "Motif: サンプル"),
    "Motif: Example Prompt": ("Motif: 예제 프롬프트", "Motif: サンプルのプロンプト"),
    # Reasons why a button can't be pressed, and what goes wrong
    "Something is being learnt: pause it first.": (
        "학습하는 중입니다: 먼저 일시 정지하세요.",
        "学習中です。先に一時停止してください。",
    ),
    "The table is empty.": ("표가 비어 있습니다.", "表が空です。"),
    "Nothing is being learnt.": ("학습 중인 것이 없습니다.", "学習中のものはありません。"),
    "Nothing waits to be learnt.": ("학습을 기다리는 것이 없습니다.", "学習を待つものはありません。"),
    "The weights that ship can't be deleted.": (
        "기본 제공 가중치는 삭제할 수 없습니다.",
        "付属の重みは削除できません。",
    ),
}
