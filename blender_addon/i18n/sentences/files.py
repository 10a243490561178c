"""What is said of motion files and bones of other programs, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
FILES: dict[str, tuple[str, str]] = {
    "{0} is for a body of {1} joints and the model has {2}: give its own.": (
        "{0}은(는) 관절 {1}개의 몸을 위한 것이고 모델은 {2}개입니다. 맞는 모델을 주세요.",
        "{0} は関節 {1} 個の体のもので、モデルは {2} 個です。合うモデルを指定してください。",
    ),
    "{0} is not an AMASS motion: it needs “poses” and “trans”.": (
        "{0}은(는) AMASS 모션이 아닙니다. “poses”와 “trans”가 있어야 합니다.",
        "{0} は AMASS のモーションではありません。“poses” と “trans” が必要です。",
    ),
    "{0} has {1} poses and {2} positions: check the file.": (
        "{0}에 포즈가 {1}개, 위치가 {2}개 있습니다. 파일을 확인하세요.",
        "{0} にはポーズが {1} 個、位置が {2} 個あります。ファイルを確かめてください。",
    ),
    "{0} lacks its frame rate, “mocap_framerate”: give it with --fps, or add it.": (
        "{0}에 프레임 속도 “mocap_framerate”가 없습니다. --fps로 주거나 더하세요.",
        "{0} にフレームレート “mocap_framerate” がありません。--fps で指定するか、追加してください。",
    ),
    "“{0}” in {1} is the text “{2}” and not a number: give the frame rate with --fps, or write it as a number.": (
        "{1}의 “{0}”은(는) 숫자가 아니라 글자 “{2}”입니다. --fps로 프레임 속도를 주거나 숫자로 쓰세요.",
        "{1} の “{0}” は数ではなく文字 “{2}” です。--fps で指定するか、数で書いてください。",
    ),
    "“{0}” in {1} holds no number: check the file.": (
        "{1}의 “{0}”에 숫자가 없습니다. 파일을 확인하세요.",
        "{1} の “{0}” に数がありません。ファイルを確かめてください。",
    ),
    "{0} can't be read: {1}.": (
        "{0}을(를) 읽을 수 없습니다: {1}.",
        "{0} を読めません: {1}。",
    ),
    "The parts of the body in {0} have different numbers of frames: check the file.": (
        "{0} 안 몸의 부위마다 프레임 수가 다릅니다. 파일을 확인하세요.",
        "{0} の体の部位でフレーム数が異なります。ファイルを確かめてください。",
    ),
    "“poses” in {0} has {1} columns: SMPL has 72, SMPL+H 156 and SMPL-X 165.": (
        "{0}의 “poses”는 {1}열입니다. SMPL은 72, SMPL+H는 156, SMPL-X는 165열입니다.",
        "{0} の “poses” は {1} 列です。SMPL は 72、SMPL+H は 156、SMPL-X は 165 列です。",
    ),
    "Joints are those of {0} with the file's shape.": (
        "관절은 파일의 체형을 가진 {0}의 것입니다.",
        "関節はファイルの体形を持つ {0} のものです。",
    ),
    "{0} is not in the folder of SMPL models: joints are an average body's, and the pelvis lies some centimetres "
    "off.": (
        "{0}이(가) SMPL 모델 폴더에 없습니다. 관절은 평균 체형의 것이고 골반은 몇 센티미터 어긋납니다.",
        "{0} が SMPL モデルのフォルダーにありません。関節は平均の体のもので、骨盤は数センチずれます。",
    ),
    "{0} has {1} joints where its name says {2}: replace the file.": (
        "{0}에 관절이 {1}개 있는데 이름은 {2}개라고 합니다. 파일을 바꾸세요.",
        "{0} の関節は {1} 個ですが、名前では {2} 個です。ファイルを取り替えてください。",
    ),
    "{0} says no frame rate: {1} frames a second are taken, --fps says another.": (
        "{0}에 프레임 속도가 없어 초당 {1} 프레임으로 봅니다. --fps로 바꿀 수 있습니다.",
        "{0} にフレームレートがないため毎秒 {1} フレームとします。--fps で変えられます。",
    ),
    "{0} holds {1} motions: the first is read.": (
        "{0}에 모션이 {1}개 있어 첫 번째를 읽습니다.",
        "{0} にはモーションが {1} 個あり、最初のものを読みます。",
    ),
    "All joints in {0} are in one place: the rest pose is used.": (
        "{0}의 모든 관절이 한 곳에 있어 레스트 포즈를 씁니다.",
        "{0} の関節がすべて一か所にあるため、レストポーズを使います。",
    ),
    "The places in {0} were taken for {1}.": (
        "{0}의 위치를 {1}(으)로 읽었습니다.",
        "{0} の位置を {1} として読みました。",
    ),
    "{0} can't be read as a motion: {1}; give {2}.": (
        "{0}을(를) 모션으로 읽을 수 없습니다({1}). 다음을 주세요: {2}.",
        "{0} をモーションとして読めません ({1})。次を指定してください: {2}。",
    ),
    "{0} can't be read as a motion: {1}.": (
        "{0}을(를) 모션으로 읽을 수 없습니다: {1}.",
        "{0} をモーションとして読めません: {1}。",
    ),
    "{0} needs more memory than there is: give a shorter motion.": (
        "{0}에 메모리가 모자랍니다. 더 짧은 모션을 주세요.",
        "{0} にはメモリーが足りません。短いモーションを指定してください。",
    ),
    "{0} is not {1}: give an .npz file.": (
        "{0}은(는) {1}이(가) 아닙니다. .npz 파일을 주세요.",
        "{0} は {1} ではありません。.npz ファイルを指定してください。",
    ),
    "{0} is cut short or damaged: copy or download it again.": (
        "{0}이(가) 잘렸거나 손상되었습니다. 다시 복사하거나 내려받으세요.",
        "{0} は途中で切れているか壊れています。コピーまたはダウンロードし直してください。",
    ),
    "{0} holds {1} GB once unpacked, more than any motion: give another file.": (
        "{0}은(는) 풀면 {1} GB로 어떤 모션보다 큽니다. 다른 파일을 주세요.",
        "{0} は展開すると {1} GB で、どんなモーションより大きいです。別のファイルを指定してください。",
    ),
    "“{0}” in {1} is pickled, which could run a program when it is read: save it as plain numbers.": (
        "{1}의 “{0}”은(는) 피클이라 읽을 때 프로그램이 실행될 수 있습니다. 숫자로 저장하세요.",
        "{1} の “{0}” は pickle で、読むとプログラムが動くおそれがあります。数として保存してください。",
    ),
    "“{0}” in {1} is cut short: copy or download the file again.": (
        "{1}의 “{0}”이(가) 잘렸습니다. 파일을 다시 복사하거나 내려받으세요.",
        "{1} の “{0}” が途中で切れています。ファイルをコピーまたはダウンロードし直してください。",
    ),
    "“{0}” in {1} holds {2} numbers, more than any motion of its size.": (
        "{1}의 “{0}”에 숫자가 {2}개 있어 그 크기의 어떤 모션보다 많습니다.",
        "{1} の “{0}” には数が {2} 個あり、その大きさのどんなモーションより多いです。",
    ),
    "“{0}” in {1} is damaged: copy or download the file again.": (
        "{1}의 “{0}”이(가) 손상되었습니다. 파일을 다시 복사하거나 내려받으세요.",
        "{1} の “{0}” が壊れています。ファイルをコピーまたはダウンロードし直してください。",
    ),
    "{0} is larger than any motion: give another file.": (
        "{0}은(는) 어떤 모션보다 큽니다. 다른 파일을 주세요.",
        "{0} はどんなモーションより大きいです。別のファイルを指定してください。",
    ),
    "{0} is pickled and names “{1}”, which could run a program: save it as an .npz of plain numbers.": (
        "{0}은(는) 피클이고 “{1}”을(를) 불러 프로그램이 실행될 수 있습니다. 숫자만 든 .npz로 저장하세요.",
        "{0} は pickle で “{1}” を呼び、プログラムが動くおそれがあります。数だけの .npz で保存してください。",
    ),
    "{0} is a pickled file, which could run a program when it is read: download the .npz version from {1} instead.": (
        "{0}은(는) 읽을 때 프로그램이 실행될 수 있는 피클 파일입니다. 대신 {1}에서 .npz 판을 내려받으세요.",
        "{0} は読むとプログラムが動くおそれのある pickle です。代わりに {1} から .npz 版を入手してください。",
    ),
    "{0} lacks “{1}”: it may be a file of another kind.": (
        "{0}에 “{1}”이(가) 없습니다. 다른 종류의 파일일 수 있습니다.",
        "{0} に “{1}” がありません。別の種類のファイルかもしれません。",
    ),
    "“{0}” in {1} holds no numbers: check the file.": (
        "{1}의 “{0}”에 숫자가 없습니다. 파일을 확인하세요.",
        "{1} の “{0}” に数がありません。ファイルを確かめてください。",
    ),
    "“{0}” in {1} has the shape {2}, which no body has: check the file.": (
        "{1}의 “{0}” 모양이 {2}인데 그런 몸은 없습니다. 파일을 확인하세요.",
        "{1} の “{0}” の形は {2} で、そのような体はありません。ファイルを確かめてください。",
    ),
    "“{0}” in {1} holds numbers that aren't finite: download the file again.": (
        "{1}의 “{0}”에 유한하지 않은 숫자가 있습니다. 파일을 다시 내려받으세요.",
        "{1} の “{0}” に有限でない数があります。ファイルをダウンロードし直してください。",
    ),
    "“kintree_table” in {0} is no tree of joints: check the file.": (
        "{0}의 “kintree_table”이 관절 나무가 아닙니다. 파일을 확인하세요.",
        "{0} の “kintree_table” は関節の木ではありません。ファイルを確かめてください。",
    ),
    "“f” in {0} names vertices that aren't there: check the file.": (
        "{0}의 “f”가 없는 버텍스를 가리킵니다. 파일을 확인하세요.",
        "{0} の “f” は存在しない頂点を指しています。ファイルを確かめてください。",
    ),
    "{0} can't be read ({1}): check its permissions.": (
        "{0}을(를) 읽을 수 없습니다({1}). 권한을 확인하세요.",
        "{0} を読めません ({1})。アクセス権を確かめてください。",
    ),
    "{0} has {1} joints: give a model of SMPL, SMPL+H or SMPL-X.": (
        "{0}의 관절은 {1}개입니다. SMPL, SMPL+H, SMPL-X 모델을 주세요.",
        "{0} の関節は {1} 個です。SMPL、SMPL+H、SMPL-X のモデルを指定してください。",
    ),
    "{0} has a rest pose that does not stand: {1}.": (
        "{0}의 레스트 포즈가 서 있지 않습니다: {1}.",
        "{0} のレストポーズは立っていません: {1}。",
    ),
    "{0} has Z up: it was turned; if that is wrong, give --up y.": (
        "{0}은(는) Z가 위라서 돌렸습니다. 틀렸다면 --up y를 주세요.",
        "{0} は Z が上なので回しました。違う場合は --up y を指定してください。",
    ),
    "{0} has {1} and no known name for {2}; {3}{4}.": (
        "{0}: {1} 가운데 {2}의 알려진 이름이 없습니다. {3}{4}.",
        "{0}: {1} のうち {2} の知られた名前がありません。{3}{4}。",
    ),
    "{0} {1}, like an animal: choose the armature of a figure that stands on two.": (
        "{0} {1}, 동물 같습니다. 두 발로 서는 인물의 아마추어를 선택하세요.",
        "{0} {1}、動物のようです。二本足で立つ人物のアーマチュアを選んでください。",
    ),
    "{0} looks like a {1} rig but has no bone for {2}; {3}.": (
        "{0}은(는) {1} 리그로 보이지만 {2}의 본이 없습니다. {3}.",
        "{0} は {1} のリグのようですが {2} のボーンがありません。{3}。",
    ),
    "Left and right are swapped in the names of the bones: sides are taken as toes and knees show them.": (
        "본 이름에서 왼쪽과 오른쪽이 바뀌어 있어 발끝과 무릎을 보고 정했습니다.",
        "ボーンの名前で左右が入れ替わっているため、つま先と膝で判断しました。",
    ),
}
