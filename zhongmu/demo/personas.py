"""Whom visitors of the demo may be: one card each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Persona:
    """`username` is entered as; without one the card leads to the public page `page` (a route and its arguments)."""

    key: str
    role: Text
    name: str
    text: Text
    username: str = ""
    page: tuple[str, ...] = ("portal:front",)


@dataclass(frozen=True, slots=True)
class Group:
    title: Text
    personas: tuple[Persona, ...]


GROUPS = (
    Group(
        _("不用登录的人"),
        (
            Persona("public", _("公众"), "", _("看公告和公示，查验证书，比较两地办法"), "", ("portal:bureau", "500103")),
            Persona("applicant", _("报名人"), "欧阳样例", _("凭回执号和查询码看进度；照片被退回，等着补正"), "", ("portal:progress",)),
            Persona("institution", _("定点医院窗口"), "演示区人民医院", _("门口核验监督员证书，书面反映"), "", ("portal:institutions",)),
        ),
    ),
    Group(
        _("推荐、特邀、自荐"),
        (
            Persona("unit", _("推荐单位"), "渝中区示例总工会", _("推荐了四人：一人等本人答复，一人退回要补正"), "unit-500103"),
            Persona("nomination", _("被推荐的人"), "戴荐示例", _("单位推荐了她；愿意就填表签名，不愿意可以谢绝"), "", ("portal:reply",)),
            Persona("invitation", _("被邀请的人"), "宗邀示例", _("收到邀请函，等他答复"), "", ("portal:reply",)),
            Persona("self", _("自荐的人"), "乔自荐例", _("在自荐池里，已被选入一个批次，等他确认"), "", ("portal:reply",)),
        ),
    ),
    Group(
        _("社会监督员"),
        (
            Persona("supervisor", _("社会监督员（渝中）"), "李示例", _("在任一年；看聘任和证书，反映线索，收答复"), "supervisor-li"),
            Persona("supervisor-ending", _("社会监督员（聘期快满）"), "赵样板", _("聘期快满，等他表示是否愿意续聘"), "supervisor-zhao"),
            Persona("supervisor-harbin", _("社会监督员（哈尔滨，演练）"), "谢演练", _("征求意见稿下只能演练：看看有什么不同"), "supervisor-xie"),
        ),
    ),
    Group(
        _("渝中区医疗保障局"),
        (
            Persona("liaison", _("联络员"), "陈静", _("一件已超期、一件下个工作日到期；报名待审查"), "liaison-500103"),
            Persona("clerk", _("经办人"), "王芳", _("登记纸质来件；有一件因回避看不到"), "clerk-500103"),
            Persona("reviewer", _("审核人"), "林涛", _("复核拟不通过的报名，核实名单公示的异议"), "reviewer-500103"),
            Persona("reviewer-2", _("审核人、评委"), "吴评示", _("给候选人打分：只有编号，没有姓名"), "reviewer-500103-2"),
            Persona("expert", _("评审专家"), "蔡评示", _("外请的专家，只能打分；在手机上评"), "expert-500103"),
            Persona("leader", _("负责人"), "周敏", _("核定名额，采用或搁置测算的参考名单，决定复核和延期"), "leader-500103"),
            Persona("system", _("系统管理员"), "郭系示", _("管账号和工作日历，看不到业务内容"), "system-500103"),
            Persona("security", _("安全管理员"), "高安示", _("核对账号和权限"), "security-500103"),
            Persona("audit", _("审计管理员"), "何审示", _("核验台账，看谁揭示过反映人"), "audit-500103"),
        ),
    ),
    Group(
        _("别的机关"),
        (
            Persona("neighbour", _("邻区联络员"), "赵磊", _("江北区：看不到渝中的任何一件"), "liaison-500105"),
            Persona("city", _("市局负责人"), "罗局示", _("重庆市局：下级汇总；反映区局的转到这里"), "leader-500000"),
            Persona("harbin", _("联络员（哈尔滨，演练）"), "于联示", _("普通参保群众占比不低于60%的一批"), "liaison-230100"),
            Persona("harbin-leader", _("负责人（哈尔滨，演练）"), "傅负示", _("演练里核定名额、确定名单和聘任"), "leader-230100"),
            Persona("daoli", _("区县联络员（道里，演练）"), "沈联示", _("不能自行核定名额：把辖区情况报送市局"), "liaison-230102"),
            Persona("province", _("省局负责人"), "韩厅示", _("黑龙江省局：演练不计入汇总"), "leader-230000"),
        ),
    ),
)  # fmt: skip
PERSONAS = {persona.key: persona for group in GROUPS for persona in group.personas}
