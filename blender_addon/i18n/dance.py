"""Korean and Japanese of energy, the stage and the second dancer: English -> (Korean, Japanese)."""

from __future__ import annotations

DANCE: dict[str, tuple[str, str]] = {
    "Follow Track": ("소리 따르기", "音に沿う"),
    "How far quiet passages are moved to calmly, and loud ones widely and livelier; 0: the same energy throughout": (
        "조용한 대목은 작고 차분하게, 큰 대목은 크고 활발하게 움직이는 정도입니다. "
        "0이면 처음부터 끝까지 같은 활기입니다",
        "静かな所は小さく穏やかに、大きな所は広く活発に動く度合い。0 では終始同じ勢いになります",
    ),
    "Circle": ("원", "円"),
    "Box": ("상자", "ボックス"),
    "Radius": ("반지름", "半径"),
    "Size": ("크기", "大きさ"),
    "Second Dancer": ("두 번째 춤꾼", "二人目のダンサー"),
    "Mirrored": ("거울처럼", "鏡写し"),
    "In Canon": ("돌림으로", "カノン"),
    "Own Dance": ("따로 추기", "別の踊り"),
    "Place": ("자리", "位置"),
    "Where It Stands": ("서 있는 자리", "立っている所"),
    "Beside": ("옆", "隣"),
    "Facing": ("마주 보기", "向かい合い"),
    "Apart": ("간격", "間隔"),
    "What a dance stays on": ("춤이 벗어나지 않을 곳입니다", "踊りがはみ出さない場所"),
    "So many metres around where the dance begins": (
        "춤이 시작되는 곳을 중심으로 몇 미터 안입니다",
        "踊りの始まる所から何メートル以内か",
    ),
    "So wide and so deep around where the dance begins": (
        "춤이 시작되는 곳을 중심으로 한 너비와 깊이입니다",
        "踊りの始まる所を中心とした幅と奥行き",
    ),
    "The bounds of an object of the scene, such as a floor": (
        "바닥처럼 씬에 있는 오브젝트의 경계입니다",
        "床など、シーンにあるオブジェクトの範囲",
    ),
    "Width and depth of the stage, in metres": ("무대의 너비와 깊이(미터)입니다", "舞台の幅と奥行き (メートル)"),
    "Object whose bounds are the stage, seen from above": (
        "위에서 본 경계가 무대가 되는 오브젝트입니다",
        "上から見た範囲が舞台になるオブジェクト",
    ),
    "What a second armature dances to the same sound, made with the same press": (
        "한 번 눌러 함께 만드는, 같은 소리에 맞춘 두 번째 아마추어의 춤입니다",
        "一度の操作で一緒に作る、同じ音での二つ目のアーマチュアの踊り",
    ),
    "One dancer": ("한 명이 춥니다", "一人で踊る"),
    "The first dancer's mirror image": ("첫 번째 춤꾼의 거울상입니다", "一人目の鏡像"),
    "The first dancer's dance, a bar later": (
        "첫 번째 춤꾼의 춤을 한 마디 늦게 춥니다",
        "一人目の踊りを一小節遅れて踊る",
    ),
    "A dance of its own to the same beats": ("같은 박자에 다른 춤을 춥니다", "同じ拍で別の踊りをする"),
    "The second dancer's armature": ("두 번째 춤꾼의 아마추어입니다", "二人目のダンサーのアーマチュア"),
    "Where the second dancer begins": ("두 번째 춤꾼이 시작하는 자리입니다", "二人目が踊り始める位置"),
    "Where its armature is, facing as it does": (
        "아마추어가 있는 자리에서 보는 방향 그대로입니다",
        "アーマチュアの位置と向きのまま",
    ),
    "To the first dancer's left": ("첫 번째 춤꾼의 왼쪽입니다", "一人目の左側"),
    "In front of the first dancer, face to face": ("첫 번째 춤꾼 앞에서 마주 봅니다", "一人目の前で向かい合う"),
    "Put a timeline marker where the music goes over into something else; sections that sound alike share a letter. "
    "Section markers from before are replaced, your own stay": (
        "음악이 다른 대목으로 넘어가는 곳마다 타임라인 마커를 찍습니다. 비슷하게 들리는 단락은 같은 글자를 씁니다. "
        "전에 찍은 단락 마커는 바뀌고, 직접 찍은 것은 그대로 있습니다",
        "音楽が別の部分に移る所にタイムラインマーカーを打ちます。似て聞こえる区切りは同じ文字になります。"
        "前の区切りマーカーは置き換わり、自分で打ったものは残ります",
    ),
    "Metres between the two dancers at first": (
        "시작할 때 두 춤꾼 사이의 거리(미터)입니다",
        "始まりでの二人の間隔 (メートル)",
    ),
}
