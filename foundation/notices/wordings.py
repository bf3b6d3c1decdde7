"""The messages that go out from here, in the languages of the site."""

from django.utils.translation import gettext_lazy as _

from foundation.notices.templates import Template, registry

registry.add(
    Template(
        "received",
        label=_("收到了"),
        sms={
            "zh-hans": "您提交的材料收到了，编号{reference}。凭编号和手机后四位可上网查进度，有事打12348。",
            "zh-hant": "您提交的材料收到了，編號{reference}。憑編號和手機後四位可上網查進度，有事打12348。",
            "en": "Received. Ref {reference}. Questions: call 12348.",
        },
    )
)
registry.add(
    Template(
        "supplement",
        label=_("要补材料"),
        sms={
            "zh-hans": "编号{reference}还要补些材料，请在{due}前补上。上网查编号看缺什么，或打12348问。",
            "zh-hant": "編號{reference}還要補些材料，請在{due}前補上。上網查編號看缺什麼，或打12348問。",
            "en": "Ref {reference}: papers needed by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "decided",
        label=_("有结果了"),
        sms={
            "zh-hans": "编号{reference}有结果了。请凭编号和手机后四位上网查看，或打12348问。",
            "zh-hant": "編號{reference}有結果了。請憑編號和手機後四位上網查看，或打12348問。",
            "en": "Ref {reference}: there is a result. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "assigned",
        label=_("安排了人"),
        sms={
            "zh-hans": "编号{reference}已安排人员办理，会有人与您联系。查进度请上网，或打12348问。",
            "zh-hant": "編號{reference}已安排人員辦理，會有人與您聯繫。查進度請上網，或打12348問。",
            "en": "Ref {reference}: somebody will contact you. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "withdrawn",  # of before it could be undone: some may still wait to be sent
        label=_("撤回了"),
        sms={
            "zh-hans": "编号{reference}已按您的意思撤回。不是您本人要撤的，请马上打12348。",
            "zh-hant": "編號{reference}已按您的意思撤回。不是您本人要撤的，請馬上打12348。",
            "en": "Ref {reference} withdrawn. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "withdrawal",
        label=_("撤回了，还能恢复"),
        sms={
            "zh-hans": "编号{reference}已撤回，{due}结束前可上网恢复。不是您本人撤的，请马上恢复或打12348。",
            "zh-hant": "編號{reference}已撤回，{due}結束前可上網恢復。不是您本人撤的，請馬上恢復或打12348。",
            "en": "Ref {reference} withdrawn; undo by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "left_group",
        label=_("退出了一起的申请，还能回来"),
        sms={
            "zh-hans": "编号{reference}里您已退出，{due}结束前可上网回来。不是您本人退的，请马上恢复或打12348。",
            "zh-hant": "編號{reference}裡您已退出，{due}結束前可上網回來。不是您本人退的，請馬上恢復或打12348。",
            "en": "Ref {reference}: you left; undo by {due}. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "restored",
        label=_("恢复了"),
        sms={
            "zh-hans": "编号{reference}已恢复，接着办。不是您本人要恢复的，请打12348。",
            "zh-hant": "編號{reference}已恢復，接著辦。不是您本人要恢復的，請打12348。",
            "en": "Ref {reference} goes on. Questions: 12348.",
        },
    )
)
registry.add(
    Template(
        "reopened",
        label=_("重新打开了"),
        sms={
            "zh-hans": "编号{reference}重新打开，接着办。怎么办、到哪天，凭收件码上网看，或打12348问。",
            "zh-hant": "編號{reference}重新打開，接著辦。怎麼辦、到哪天，憑收件碼上網看，或打12348問。",
            "en": "Ref {reference} is open again. Questions: 12348.",
        },
    )
)
registry.add(
    Template(
        "lapsed",
        label=_("到期没补，停下了"),
        sms={
            "zh-hans": "编号{reference}到日子没收到补的材料，先停下了。还要办可以重新交，或打12348问。",
            "zh-hant": "編號{reference}到日子沒收到補的材料，先停下了。還要辦可以重新交，或打12348問。",
            "en": "Ref {reference} stopped: papers missing. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "moved",
        label=_("转出了"),
        sms={
            "zh-hans": "编号{reference}已转到管这事的地方接着办，不用重交。转去哪里请上网查，或打12348问。",
            "zh-hant": "編號{reference}已轉到管這事的地方接著辦，不用重交。轉去哪裡請上網查，或打12348問。",
            "en": "Ref {reference} was passed on. Questions: 12348.",
        },
    )
)
registry.add(
    Template(
        "staff_assigned",
        label=_("给同事：指派"),
        subject={"zh-hans": "有一件案子指派给您"},
        body={"zh-hans": "编号 {reference} 指派给您了。先看“怎么联系”，再打电话。"},
    )
)
registry.add(
    Template(
        "staff_reviewer",
        label=_("给同事：定了您审查"),
        subject={"zh-hans": "有一件申请定了您审查"},
        body={"zh-hans": "编号 {reference} 定了由您审查，在“该我做”里。"},
    )
)
registry.add(
    Template(
        "staff_next_yes",
        label=_("给同事：审批链轮到您"),
        subject={"zh-hans": "有一件申请等您同意"},
        body={"zh-hans": "编号 {reference}：审批链里前一位同意了，轮到您。"},
    )
)
registry.add(
    Template(
        "staff_sent_back",
        label=_("给同事：退回来了，轮到您"),
        subject={"zh-hans": "有一件退回来了，轮到您"},
        body={"zh-hans": "编号 {reference} 退回来再看，轮到您。为什么退回，打开就看得到。"},
    )
)
registry.add(
    Template(
        "staff_first_aid",
        label=_("给同事：有人申请先行援助"),
        subject={"zh-hans": "有人等不了，申请先行援助"},
        body={
            "zh-hans": "编号 {reference} 等您决定。看过这一条以前再有人申请，不另发消息，都在“先行援助”里。"
        },
    )
)
registry.add(
    Template(
        "staff_first_aid_waits",
        label=_("给同事：先行援助还没决定的"),
        subject={"zh-hans": "先行援助还没决定"},
        body={"zh-hans": "现在有 {count} 件先行援助等您决定。"},
    )
)
registry.add(
    Template(
        "staff_clock_soon",
        label=_("给同事：期限快到了"),
        subject={"zh-hans": "有一件有期限的，该您办"},
        body={"zh-hans": "编号 {reference}：“{clock}”最晚 {due}。"},
    )
)
registry.add(
    Template(
        "staff_clock_late",
        label=_("给督导：超期了"),
        subject={"zh-hans": "有一件超期了"},
        body={"zh-hans": "编号 {reference}：“{clock}”最晚 {due}，过了还没办。"},
    )
)
registry.add(
    Template(
        "staff_clock_above",
        label=_("给上级督导：下面的机构超期没办"),
        subject={"zh-hans": "下面的机构有一件超期，一直没办"},
        body={"zh-hans": "编号 {reference}：“{clock}”最晚 {due}，告诉过那里的督导，还没办。"},
    )
)
registry.add(
    Template(
        "staff_account",
        label=_("给同事：账号有变动"),
        subject={"zh-hans": "您在法援惠民的账号有变动"},
        body={"zh-hans": "{at}，{who}：{what}。不是您知道的，请马上给督导或运维打电话。"},
    )
)
registry.add(
    Template(
        "staff_taken_over",
        label=_("给同事：换人"),
        subject={"zh-hans": "有一件案子换人办了"},
        body={"zh-hans": "编号 {reference} 换别人承办了，请把手上的材料交给他。"},
    )
)
registry.add(
    Template(
        "staff_reminded",
        label=_("给同事：催一件案子"),
        subject={"zh-hans": "有一件案子在催您"},
        body={"zh-hans": "编号 {reference}：请看办理记录里写的催什么，办了记一笔。"},
    )
)
registry.add(
    Template(
        "staff_stations_unchecked",
        label=_("给同事：站点半年没核对"),
        subject={"zh-hans": "有的援助站半年没核对了"},
        body={
            "zh-hans": "现在有 {count} 个站半年没有核对地址、电话和时间。打个电话问一问，在站点列表里点“核对过了”。"
        },
    )
)
registry.add(
    Template(
        "one_time",
        label=_("短信验证码"),
        sms={
            "zh-hans": "验证码{code}，10分钟内有效，用一次。不是您本人在用，就别理它，别告诉人。",
            "zh-hant": "驗證碼{code}，10分鐘內有效，用一次。不是您本人在用，就別理它，別告訴人。",
            "en": "Code {code}, valid for 10 minutes. Tell nobody.",
        },
        discreet={
            "zh-hans": "验证码{code}，10分钟内有效，用一次。别告诉人。",
            "zh-hant": "驗證碼{code}，10分鐘內有效，用一次。別告訴人。",
            "en": "Code {code}, valid for 10 minutes. Tell nobody.",
        },
        any_hour=True,
    )
)
registry.add(
    Template(
        "answered",
        label=_("有答复了"),
        sms={
            "zh-hans": "编号{reference}您提的事有答复了。请凭收件码上网查看，或打12348问。",
            "zh-hant": "編號{reference}您提的事有答覆了。請憑收件碼上網查看，或打12348問。",
            "en": "Ref {reference}: there is an answer. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "word",
        label=_("有留言"),
        sms={
            "zh-hans": "编号{reference}有一条给您的留言。请凭收件码上网查看，或打12348问。",
            "zh-hant": "編號{reference}有一條給您的留言。請憑收件碼上網查看，或打12348問。",
            "en": "Ref {reference}: there is a message. Call 12348.",
        },
    )
)
registry.add(
    Template(
        "phone_changed",
        label=_("电话改了，告诉原来的号码"),
        sms={
            "zh-hans": "编号{reference}留的电话改了，以后不发到这个号码。不是您本人改的，请马上打12348。",
            "zh-hant": "編號{reference}留的電話改了，以後不發到這個號碼。不是您本人改的，請馬上打12348。",
            "en": "Ref {reference}: phone changed. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "erasure_received",
        label=_("要求删除，收到了"),
        sms={
            "zh-hans": "编号{reference}收到了删除的要求。不是您本人提的，请马上打12348。",
            "zh-hant": "編號{reference}收到了刪除的要求。不是您本人提的，請馬上打12348。",
            "en": "Ref {reference}: erasure asked for. Not you? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "erasure_refused",
        label=_("要求删除，现在不能删"),
        sms={
            "zh-hans": "编号{reference}现在还不能删除，为什么请打12348问。",
            "zh-hant": "編號{reference}現在還不能刪除，為什麼請打12348問。",
            "en": "Ref {reference}: not erased yet. Why? Call 12348.",
        },
    )
)
registry.add(
    Template(
        "staff_term",
        label=_("给同事：保存期限要变"),
        subject={"zh-hans": "保存期限要变"},
        body={
            "zh-hans": "{who}定了：{what}，{term}，{day}起。依据：{source}。请看一眼预演会删哪些；不对的，在起用以前撤回。"
        },
    )
)
registry.add(
    Template(
        "staff_term_withdrawn",
        label=_("给同事：撤回了保存期限"),
        subject={"zh-hans": "撤回了保存期限"},
        body={"zh-hans": "{who}撤回了：{what}，{term}，原定{day}起。"},
    )
)
registry.add(
    Template(
        "log_broken",
        label=_("记录被动过"),
        subject={"zh-hans": "操作记录核对不上"},
        body={
            "zh-hans": "查阅记录或办理记录和原来记下的不一样：可能有人绕过系统改了数据库。请马上告诉机构负责人，先不要恢复备份，也不要清理日志；系统日志里写着是哪一条，manage.py verify_logs 可再核一遍。"
        },
    )
)
registry.add(
    Template(
        "staff_looked_a_lot",
        label=_("给同事：有人短时间看得太多"),
        subject={"zh-hans": "{who}短时间看得太多"},
        body={
            "zh-hans": "{who}：{what}。请问一问是为了什么；查阅记录里有每一次。",
            "en": "{who}: {what}. Please ask what for; the access log has each look.",
        },
    )
)
