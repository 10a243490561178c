"""Korean and Japanese words for prompts along the timeline and for takes set side by side."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "Prompts Too": ("프롬프트도 사용", "プロンプトも使う"),
    "With": ("상대", "相手"),
    "Share": ("비율", "割合"),
    "Blend": ("섞기", "混ぜる"),
    "Prompts and Markers": ("프롬프트와 마커", "プロンプトとマーカー"),
    "From Markers": ("마커에서", "マーカーから"),
    "To Markers": ("마커로", "マーカーへ"),
    "The list and the timeline's markers": ("목록과 타임라인 마커", "一覧とタイムラインのマーカー"),
    "Take: {0}": ("테이크: {0}", "テイク: {0}"),
    "Compared Take": ("비교한 테이크", "比べたテイク"),
    "Motif: Add Prompt": ("Motif: 프롬프트 추가", "Motif: プロンプトを追加"),
    "Motif: Remove Prompt": ("Motif: 프롬프트 제거", "Motif: プロンプトを削除"),
    "Motif: Prompts from Markers": ("Motif: 마커에서 프롬프트 가져오기", "Motif: マーカーからプロンプトを作る"),
    "Motif: Prompts to Markers": ("Motif: 프롬프트를 마커로", "Motif: プロンプトをマーカーにする"),
    "Motif: Re-roll Prompt": ("Motif: 프롬프트 다시 생성", "Motif: プロンプトを作り直す"),
    "Motif: Compare Take": ("Motif: 테이크 비교", "Motif: テイクを比べる"),
    "Motif: Blend Takes": ("Motif: 테이크 섞기", "Motif: テイクを混ぜる"),
    # Tooltips
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
}
