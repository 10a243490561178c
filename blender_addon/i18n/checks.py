"""Korean and Japanese for Check and Clean Up."""

from __future__ import annotations

# English -> (Korean, Japanese).
CHECKS: dict[str, tuple[str, str]] = {
    "Check": ("검사", "チェック"),
    "Clean Up": ("정리", "クリーンアップ"),
    "Problem": ("문제", "問題"),
    "Strips": ("띠 표시", "帯"),
    "Spikes": ("튀는 프레임", "スパイク"),
    "Jitter": ("떨림", "揺れ"),
    "Floor": ("바닥", "床"),
    "Feet": ("발", "足"),
    "Strength": ("강도", "強さ"),
    "Next": ("다음", "次へ"),
    "Select": ("선택", "選択"),
    "Mend": ("고치기", "直す"),
    "Nothing is wrong": ("문제가 없습니다", "問題はありません"),
    "Foot slides": ("발 미끄러짐", "足が滑る"),
    "Foot sinks": ("발이 바닥에 잠김", "足が床に沈む"),
    "Jolt": ("급격한 튐", "急な跳ね"),
    "Knee snaps": ("무릎이 튐", "膝が跳ねる"),
    "Bent too far": ("지나치게 굽힘", "曲がりすぎ"),
    "Hand in body": ("손이 몸을 뚫음", "手が体に入る"),
    "Off the beat": ("박자에서 벗어남", "拍から外れる"),
    "Off the path": ("경로에서 벗어남", "経路から外れる"),
    "Off the target": ("목표에서 벗어남", "目標から外れる"),
    "{0} {2}, where {1} {2} is usual": ("{0} {2}, 보통은 {1} {2}까지", "{0} {2}、通常は {1} {2} まで"),
    "Measured on “{0}”: press Check again": (
        "“{0}”에서 측정했습니다. 다시 검사하세요",
        "「{0}」を測ったものです。もう一度チェックしてください",
    ),
    "Motif: Check": ("Motif: 검사", "Motif: チェック"),
    "Motif: Next Problem": ("Motif: 다음 문제", "Motif: 次の問題"),
    "Motif: Select Problem": ("Motif: 문제 선택", "Motif: 問題を選択"),
    "Motif: Mend Problem": ("Motif: 문제 고치기", "Motif: 問題を直す"),
    "Motif: Clean Up": ("Motif: 정리", "Motif: クリーンアップ"),
    "Measure the animation frame by frame and list what is wrong, worst first. Limits come from captured motion": (
        "애니메이션을 프레임마다 측정해 문제를 심한 것부터 나열합니다. 기준은 모션 캡처에서 얻었습니다",
        "アニメーションをフレームごとに測り、問題をひどい順に並べます。基準はモーションキャプチャから得ています",
    ),
    "Go to the next problem of the list": ("목록의 다음 문제로 갑니다", "一覧の次の問題へ移ります"),
    "Set In-between to the frames and the body part of this problem, and select its bones": (
        "이 문제의 프레임과 신체 부위를 중간 동작에 설정하고 본을 선택합니다",
        "この問題のフレームと体の部位を中割りに設定し、ボーンを選択します",
    ),
    "Mend this problem: hold or lift feet, smooth a jolt, move an accent to its beat; what only an in-between can "
    "do is in-betweened. All other frames stay exactly, and the Action from before stays": (
        "이 문제를 고칩니다. 발을 고정하거나 들고, 튐을 부드럽게 하고, 동작을 박자에 맞춥니다. "
        "나머지는 중간 동작으로 만듭니다. 다른 프레임은 그대로이고 이전 액션도 남습니다",
        "この問題を直します。足を止めるか持ち上げ、跳ねをならし、動きを拍に合わせます。ほかは中割りで作ります。"
        "ほかのフレームはそのままで、前のアクションも残ります",
    ),
    "Clean this Action, captured or from a video, in a copy: the steps that are on, each as strongly as it says. "
    "Keys are written as under Keys; the Action from before stays": (
        "모션 캡처나 영상에서 온 이 액션을 복사본에서 정리합니다. 켜진 단계를 각 강도로 "
        "적용합니다. 키는 키 패널의 설정대로 쓰고, 이전 액션은 남습니다",
        "キャプチャや映像から得たこのアクションを、複製の中で整えます。オンの段階をそれぞれの強さで行います。"
        "キーは「キー」の設定で書き、前のアクションは残ります",
    ),
    "Press Check, then choose a problem in the list.": (
        "검사를 누른 뒤 목록에서 문제를 고르세요.",
        "チェックを押してから、一覧で問題を選んでください。",
    ),
    "Colour the frames in the Dope Sheet in which something is wrong": (
        "도프 시트에서 문제가 있는 프레임을 색으로 표시합니다",
        "ドープシートで問題のあるフレームに色を付けます",
    ),
    "Take out frames that jump away and back": ("튀었다가 돌아오는 프레임을 없앱니다", "跳ねて戻るフレームを除きます"),
    "Smooth what shakes": ("떨리는 움직임을 부드럽게 합니다", "震える動きをなめらかにします"),
    "Bring feet that hover or sink to the floor": (
        "뜨거나 잠긴 발을 바닥에 맞춥니다",
        "浮いたり沈んだりする足を床に合わせます",
    ),
    "Hold standing feet that slide": ("미끄러지는 디딤발을 고정합니다", "滑る軸足を止めます"),
    "How small a spike is taken out": ("얼마나 작은 튐까지 없앨지", "どれほど小さな跳ねまで除くか"),
    "How much is smoothed": ("얼마나 부드럽게 할지", "どれほどなめらかにするか"),
    "How far feet are brought to the floor": ("발을 바닥에 얼마나 맞출지", "足をどれほど床に合わせるか"),
    "How firmly feet are held": ("발을 얼마나 단단히 고정할지", "足をどれほどしっかり止めるか"),
}
