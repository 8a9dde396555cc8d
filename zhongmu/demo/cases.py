"""What the demo's people reported: every row is one report with the days of its steps."""

from __future__ import annotations

from dataclasses import dataclass

from zhongmu.demo.staff import CITY, HARBIN, JIANGBEI, YUZHONG
from zhongmu.reports.states import Kind

CLUE, SUGGESTION = Kind.CLUE.value, Kind.SUGGESTION.value
Steps = tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`start` and the days of `steps` count from today. With `due`, a number of working days from today (negative
    when late), filing and the first step fall on the day from which the verification ends then. `amount` in 分.
    """

    facts: str
    reporter: str
    kind: str = CLUE
    bureau: str = YUZHONG
    start: int = -1
    due: int | None = None
    steps: Steps = ()
    channel: str = "web"
    late_by: int = 0
    hour: int = 9
    target_kind: str = "pharmacy"
    target: str = ""
    scene: str = ""
    suggestion: str = ""
    amount: int | None = None
    evidence: bool = False
    shown: bool = False
    desk: str = "liaison"
    outcome: str = ""
    finding: str = ""


LI, WANG, AYI, ZHENG, ZHAO, XIE = "李示例", "王样例", "阿依古丽·示例", "郑演示", "赵样板", "谢演练"
DRUGSTORE, CLINIC, HOSPITAL = "示范大药房样例街店", "样例社区卫生服务中心", "演示区人民医院"

CASES: tuple[Case, ...] = (
    Case(
        facts="刷医保卡可以买洗衣液和大米，收银小票上打的却是感冒药，我当场看到两位老人这样买。",
        reporter=LI, start=-1, target=DRUGSTORE, scene="goods_by_card", amount=12_800, evidence=True, hour=19,
    ),
    Case(
        facts="朋友说有家药店可以用别人的医保卡买药，店员并不核对是不是本人。",
        reporter=WANG, start=-5, steps=((-4, "send_back"),), target="虚构药店", scene="borrowed_card",
    ),
    Case(
        facts="药盒上的追溯码扫出来显示已经卖出过一次，我拍了照片，药是治疗高血压的。",
        reporter=LI, due=-3, steps=((0, "accept"),), target="拟真大药房", scene="trace_code", evidence=True,
    ),
    Case(
        facts="同一天同一项化验在清单上收了两次钱，问了窗口说是系统就这样，没有退。",
        reporter=AYI, due=1, steps=((0, "accept"),), target_kind="hospital", target=HOSPITAL,
        scene="charged_twice", amount=36_000, hour=11, desk="clerk",
    ),
    Case(
        facts="没有住院却有三天的住院记录，家里老人那几天一直在老家，邻居都可以作证。",
        reporter=LI, start=-24, steps=((-24, "accept"), (-12, "ask_extension"), (-11, "approve_extension")),
        target_kind="hospital", target=HOSPITAL, scene="no_admission", amount=428_000,
    ),
    Case(
        facts="护士让我先在空白的治疗单上签字，说回头再填项目，旁边的病人也都这样签。",
        reporter=ZHENG, start=-16, steps=((-15, "accept"), (-3, "ask_extension")),
        target_kind="hospital", target=CLINIC, scene="blank_form",
    ),
    Case(
        facts="做康复理疗的清单上有针灸，可是我只做了热敷，问了说打包收费都这样。",
        reporter=LI, start=-30,
        steps=((-30, "accept"), (-20, "ask_extension"), (-19, "refuse_extension"), (-2, "decide")),
        target_kind="hospital", target=CLINIC, scene="swapped", finding="substantiated", outcome="file_case",
    ),
    Case(
        facts="小区门口贴着高价收药的广告，留了电话，有老人拿着刚开的药去卖。",
        reporter=LI, start=-45, steps=((-44, "accept"), (-30, "decide"), (-28, "answer")),
        target_kind="insured_person", target="张贴广告的人", scene="drug_buyer", outcome="transfer", shown=True,
    ),
    Case(
        facts="输液用的耗材清单上是进口的，实际用的包装是国产的，我留了包装袋的照片。",
        reporter=WANG, start=-60,
        steps=((-59, "accept"), (-45, "decide"), (-43, "answer"), (-4, "ask_again")),
        target_kind="hospital", target=HOSPITAL, scene="swapped", evidence=True,
    ),
    Case(
        facts="感冒去看病，开了全套的检查和两百多块钱的药，我说不要，医生说不做不给开药。",
        reporter=LI, start=-120,
        steps=(
            (-119, "accept"), (-105, "decide"), (-103, "answer"), (-98, "ask_again"), (-90, "answer"),
            (-60, "close"),
        ),
        target_kind="hospital", target=CLINIC, scene="needless", finding="unsubstantiated",
    ),
    Case(
        facts="来信反映：社区药店在老人办卡时一次刷走三百元，给了两盒保健品，没有小票。",
        reporter="匿示例", start=-9, steps=((-8, "accept"),), channel="post", late_by=2, target=DRUGSTORE,
        scene="goods_by_card", amount=30_000, desk="clerk",
    ),
    Case(
        facts="电话反映：一家门诊部不收医保病人，让交现金，说医保额度用完了。",
        reporter="", start=-2, channel="phone", target_kind="hospital", target="虚例门诊部", scene="refused",
    ),
    Case(
        facts="药店把处方药当场代开处方，刷医保卡结算，店里没有药师在岗，我去了三次都这样。",
        reporter=ZHENG, start=-10, steps=((-10, "recuse"), (-9, "accept")), target="姊妹药店", scene="other",
    ),
    Case(
        facts="医保窗口的工作人员让我去指定的药店买药，说那里报得快，我觉得不合适。",
        reporter=AYI, start=-14, steps=((-13, "send_back"), (-11, "supplement"), (-10, "accept")),
        target_kind="agency", target="示范区医保经办窗口", scene="conduct",
    ),
    Case(
        facts="区医保局答复群众投诉时推来推去，三个月没有给书面答复，希望上级过问。",
        reporter=WANG, start=-20, steps=((-19, "accept"),), target_kind="bureau", target="渝中区医疗保障局",
        scene="conduct",
    ),
    Case(
        facts="市局热线两次都没有人接，网上留言也没有回，希望公开办理时限。",
        reporter=ZHAO, bureau=CITY, start=-7, target_kind="bureau", target="重庆市医疗保障局", scene="conduct",
    ),
    Case(
        kind=SUGGESTION, facts="建议药店在收银台张贴医保卡不能买什么的图示，老人看得懂，店员也好解释。",
        reporter=LI, start=-2, suggestion="supervision", target_kind="",
    ),
    Case(
        kind=SUGGESTION, facts="建议社区每季度办一次医保政策讲座，用方言讲，讲完现场帮老人查个人账户。",
        reporter=LI, start=-25, steps=((-24, "accept"),), suggestion="management", target_kind="",
    ),
    Case(
        kind=SUGGESTION, facts="建议门诊慢特病的复审可以在家门口的卫生服务中心办，不用每次都跑到区里。",
        reporter=AYI, start=-50, steps=((-49, "accept"), (-6, "decide")), suggestion="policy", target_kind="",
        outcome="adopt",
    ),
    Case(
        kind=SUGGESTION, facts="建议公布每个月查处的典型案例，写清楚违规的做法，让大家知道什么不能做。",
        reporter=ZHENG, start=-70, steps=((-69, "accept"), (-40, "decide"), (-38, "answer")),
        suggestion="supervision", target_kind="",
    ),
    Case(
        kind=SUGGESTION, facts="建议住院清单每天发到家属手机上，发现问题可以当场问，不用等到出院。",
        reporter=WANG, start=-80, steps=((-79, "accept"), (-50, "decide"), (-48, "answer"), (-5, "ask_again")),
        suggestion="management", target_kind="hospital", target=HOSPITAL,
    ),
    Case(
        kind=SUGGESTION, facts="建议异地就医备案的说明做成一页纸，放在车站和社区，现在很多人不知道怎么办。",
        reporter=LI, start=-140,
        steps=((-139, "accept"), (-110, "decide"), (-108, "answer"), (-90, "close")),
        suggestion="policy", target_kind="", outcome="keep",
    ),
    Case(
        facts="江北这边的药店也有刷医保卡买日用品的情况，店里把牛奶放在药品柜台卖。",
        reporter="陶邻例", bureau=JIANGBEI, start=-3, target="邻里示范药店", scene="goods_by_card",
    ),
    Case(
        kind=SUGGESTION, facts="建议江北的社区医院把医保目录内的替代药写在墙上，方便病人自己选择。",
        reporter="姜示邻", bureau=JIANGBEI, start=-18, steps=((-17, "accept"),), suggestion="management",
        target_kind="",
    ),
    Case(
        facts="演练：药店用医保卡套取现金，收一成手续费，店主在微信群里招揽。",
        reporter=XIE, bureau=HARBIN, start=-12, steps=((-11, "accept"),), target="演练药店", scene="other",
    ),
    Case(
        kind=SUGGESTION, facts="演练：建议冬季把医保服务点设到社区供暖大厅，老人取暖时顺便办事。",
        reporter=XIE, bureau=HARBIN, start=-25, steps=((-24, "accept"), (-10, "decide"), (-8, "answer")),
        suggestion="management", target_kind="",
    ),
)  # fmt: skip
