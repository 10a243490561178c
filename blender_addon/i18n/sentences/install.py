"""What the engine's installer says, in Korean and Japanese; {0} and so on are its values."""

from __future__ import annotations

# English -> (Korean, Japanese).
INSTALL: dict[str, tuple[str, str]] = {
    "{0} brings no pip ({1}): install the system's package python3-venv, or choose another Python to install with.": (
        "{0}에 pip이 없습니다({1}). 시스템 패키지 python3-venv를 설치하거나 다른 Python을 선택하세요.",
        "{0} に pip がありません ({1})。システムのパッケージ python3-venv をインストールするか、別の Python "
        "を選んでください。",
    ),
    "The engine's Python can't be checked (status {0}, {1}): press Repair.": (
        "엔진의 Python을 검사할 수 없습니다(상태 {0}, {1}). 복구를 누르세요.",
        "エンジンの Python を検証できません (状態 {0}、{1})。修復を押してください。",
    ),
    "{0} was installed and does not load ({1}): press Repair.": (
        "{0}을(를) 설치했지만 불러올 수 없습니다({1}). 복구를 누르세요.",
        "{0} はインストールされましたが読み込めません ({1})。修復を押してください。",
    ),
    "The folder of wheels {0} is not there: choose another.": (
        "패키지 폴더 {0}이(가) 없습니다. 다른 것을 선택하세요.",
        "パッケージのフォルダー {0} がありません。別のものを選んでください。",
    ),
    "The engine is not installed: press Install Engine first.": (
        "엔진이 설치되어 있지 않습니다. 먼저 엔진 설치를 누르세요.",
        "エンジンがインストールされていません。先に「エンジンをインストール」を押してください。",
    ),
    "The installation was stopped: press Resume to go on.": (
        "설치가 멈췄습니다. 계속을 누르세요.",
        "インストールは停止しました。再開を押してください。",
    ),
    "The engine is not installed: press Install Engine.": (
        "엔진이 설치되어 있지 않습니다. 엔진 설치를 누르세요.",
        "エンジンがインストールされていません。「エンジンをインストール」を押してください。",
    ),
    "{0} can't make a virtual environment ({1}): choose another Python to install with.": (
        "{0}(으)로 가상 환경을 만들 수 없습니다({1}). 설치할 다른 Python을 선택하세요.",
        "{0} で仮想環境を作れません ({1})。インストールに使う別の Python を選んでください。",
    ),
    "{0} can't be written ({1}): check its permissions.": (
        "{0}에 쓸 수 없습니다({1}). 권한을 확인하세요.",
        "{0} に書き込めません ({1})。アクセス権を確かめてください。",
    ),
    "The Python that the engine was installed with is gone: press Repair.": (
        "엔진을 설치한 Python이 사라졌습니다. 복구를 누르세요.",
        "エンジンをインストールした Python がなくなりました。修復を押してください。",
    ),
    "This version of Motif needs other packages: press Repair.": (
        "이 버전의 Motif에는 다른 패키지가 필요합니다. 복구를 누르세요.",
        "このバージョンの Motif には別のパッケージが必要です。修復を押してください。",
    ),
    "Files of {0} are missing or altered: press Repair.": (
        "{0}의 파일이 없거나 바뀌었습니다. 복구를 누르세요.",
        "{0} のファイルがないか、変わっています。修復を押してください。",
    ),
    "The disk is full: free some space and press Resume.": (
        "디스크가 가득 찼습니다. 공간을 비우고 계속을 누르세요.",
        "ディスクがいっぱいです。空きを作り、再開を押してください。",
    ),
    "The engine needs {0} GB and {1} has {2} GB left: free some space.": (
        "엔진에 {0} GB가 필요한데 {1}에 {2} GB가 남았습니다. 공간을 비우세요.",
        "エンジンには {0} GB 必要ですが、{1} の空きは {2} GB です。空きを作ってください。",
    ),
    "{0} holds files that are not the engine's ({1}): delete it by hand.": (
        "{0}에 엔진의 것이 아닌 파일이 있습니다({1}). 직접 지우세요.",
        "{0} にエンジンのものでないファイルがあります ({1})。手で削除してください。",
    ),
    "{0} could not be deleted whole: close what uses it and press Remove again.": (
        "{0}을(를) 다 지우지 못했습니다. 쓰고 있는 것을 닫고 제거를 다시 누르세요.",
        "{0} をすべて削除できませんでした。使っているものを閉じ、もう一度削除を押してください。",
    ),
    "The installation was interrupted: press Resume, or Remove.": (
        "설치가 중단되었습니다. 계속이나 제거를 누르세요.",
        "インストールが中断しました。再開か削除を押してください。",
    ),
    "The installation was interrupted: press Resume.": (
        "설치가 중단되었습니다. 계속을 누르세요.",
        "インストールが中断しました。再開を押してください。",
    ),
    "pip could not install the packages ({0}): see the log, and press Resume.": (
        "pip이 패키지를 설치하지 못했습니다({0}). 로그를 보고 계속을 누르세요.",
        "pip がパッケージをインストールできませんでした ({0})。ログを見て、再開を押してください。",
    ),
    "{0} {1}is not the file that it should be (its checksum differs): nothing of it was installed.": (
        "{0} {1}은(는) 있어야 할 파일이 아닙니다(체크섬이 다름). 아무것도 설치하지 않았습니다.",
        "{0} {1}は本来のファイルではありません (チェックサムが違います)。何もインストールしていません。",
    ),
    "The engine's folder can't be written: check its permissions and press Resume.": (
        "엔진 폴더에 쓸 수 없습니다. 권한을 확인하고 계속을 누르세요.",
        "エンジンのフォルダーに書き込めません。アクセス権を確かめ、再開を押してください。",
    ),
    "The package index can't be reached: check the network or the proxy, and press Resume.": (
        "패키지 저장소에 닿을 수 없습니다. 네트워크나 프록시를 확인하고 계속을 누르세요.",
        "パッケージの配布元に届きません。ネットワークかプロキシを確かめ、再開を押してください。",
    ),
    "The folder {0} lacks {1} for this Python: add its wheel and press Resume.": (
        "폴더 {0}에 이 Python용 {1}이(가) 없습니다. 휠을 넣고 계속을 누르세요.",
        "フォルダー {0} にこの Python 用の {1} がありません。wheel を加え、再開を押してください。",
    ),
    "The package index has no {0} for this Python and system: choose another Python or a folder of wheels.": (
        "패키지 저장소에 이 Python과 시스템용 {0}이(가) 없습니다. 다른 Python이나 패키지 폴더를 선택하세요.",
        "配布元にこの Python とシステム用の {0} がありません。別の Python かパッケージのフォルダーを選んでください。",
    ),
    "smplx is made by the Max Planck Institute for Intelligent Systems and belongs to the Max-Planck-Gesellschaft.": (
        "smplx는 막스 플랑크 지능 시스템 연구소가 만들었고 막스 플랑크 협회에 속합니다.",
        "smplx はマックス・プランク知能システム研究所が作り、マックス・プランク協会に属します。",
    ),
    "Its licence is for non-commercial scientific research, non-commercial education and non-commercial artistic "
    "projects alone. Any other use, in particular any commercial one, is prohibited.": (
        "그 라이선스는 비상업적 과학 연구, 교육, 예술 프로젝트만을 위한 것입니다. 다른 사용, 특히 상업적 사용은 "
        "금지됩니다.",
        "そのライセンスは非商用の科学研究、教育、芸術プロジェクトだけのものです。ほかの利用、"
        "特に商用利用は禁じられています。",
    ),
    "It may not be passed on, changed and passed on, reverse engineered, used for pornographic material, or used "
    "to train methods for commercial use of any kind.": (
        "남에게 넘기거나, 바꾸어 넘기거나, 역설계하거나, 포르노물에 쓰거나, 상업적 용도의 방법을 학습하는 데 쓸 "
        "수 없습니다.",
        "譲渡、改変しての譲渡、リバースエンジニアリング、ポルノへの利用、商用の手法の学習への利用はできません。",
    ),
    "Body models are not part of it: they come from their makers under a licence of their own.": (
        "몸 모델은 들어 있지 않습니다. 제작자에게서 따로 라이선스를 받아 얻습니다.",
        "ボディのモデルは含まれません。制作者から別のライセンスで入手します。",
    ),
    "This is a Mac with an Apple processor.": (
        "Apple 프로세서가 있는 Mac입니다.",
        "Apple のプロセッサーの Mac です。",
    ),
    "PyTorch has no build “{0}” for {1} {2}: choose “auto”.": (
        "{1} {2}용 PyTorch 빌드 “{0}”이(가) 없습니다. “auto”를 선택하세요.",
        "{1} {2} 用の PyTorch ビルド “{0}” はありません。“auto” を選んでください。",
    ),
    "On {0} the engine uses the processor.": (
        "{0}에서 엔진은 프로세서를 씁니다.",
        "{0} ではエンジンはプロセッサーを使います。",
    ),
    "No NVIDIA graphics card was found.": (
        "NVIDIA 그래픽 카드를 찾지 못했습니다.",
        "NVIDIA のグラフィックカードが見つかりません。",
    ),
    "The driver of {0} is {1} and CUDA needs {2}: update it and install again to use the card.": (
        "{0}의 드라이버는 {1}이고 CUDA에는 {2}이(가) 필요합니다. 카드를 쓰려면 업데이트하고 다시 설치하세요.",
        "{0} のドライバーは {1} で、CUDA には {2} が必要です。カードを使うには更新してインストールし直してください。",
    ),
    "Python {0}.{1} is not one that PyTorch {2} is made for: choose one from {3}.{4} to {5}.{6}.": (
        "Python {0}.{1}은(는) PyTorch {2}가 지원하지 않습니다. {3}.{4}에서 {5}.{6} 사이를 선택하세요.",
        "Python {0}.{1} は PyTorch {2} の対象外です。{3}.{4} から {5}.{6} を選んでください。",
    ),
    "PyTorch is no longer made for Macs with an Intel processor: use an Apple one.": (
        "PyTorch는 이제 Intel 프로세서의 Mac용으로 나오지 않습니다. Apple 프로세서를 쓰세요.",
        "PyTorch は Intel プロセッサーの Mac 用にはもう作られていません。Apple のものを使ってください。",
    ),
    "A Mac has no CUDA: choose the build “auto”.": (
        "Mac에는 CUDA가 없습니다. 빌드 “auto”를 선택하세요.",
        "Mac に CUDA はありません。ビルド “auto” を選んでください。",
    ),
    "CUDA is not installed automatically on {0}: choose the build “cpu”.": (
        "{0}에서는 CUDA가 자동으로 설치되지 않습니다. 빌드 “cpu”를 선택하세요.",
        "{0} では CUDA は自動でインストールされません。ビルド “cpu” を選んでください。",
    ),
}
