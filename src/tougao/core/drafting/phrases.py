"""The words by which press officers mark the parts of a manuscript. One table of patterns, so that a new habit is a line here."""

import re

# Names. A Chinese personal name has two to four Han (a space may widen a short one) or a middle dot.
NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?|[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff]|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,3}"
NAMES = rf"(?:{NAME})(?:\s*[、，,/&和及\s]\s*(?:{NAME}))*"

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤柳喻祝温安樊兰季殷施洪柴翟颜倪阎芦辛管葛岳左涂牛齐庞庄梅焦简欧阳司马上官诸葛"
)

ORGANISATION_END = (
    "大学|学院|学校|[一二三四五六七八九十]中|附中|附小|实小|师大|职中|师院|中学|小学|幼儿园|技校|党校|师范|职院|校区|教育局|教体局|教育厅|教育部|教委|宣传部|党委|团委|学工部|学生处|教务处|新闻中心|融媒体中心|"
    "融媒中心|办公室|委员会|研究院|研究所|实验室|协会|学会|基金会|公司|集团|医院|报社|电视台|记者站|通讯社|网|报|中心|工作部|学工处|工会|社|部|处|科|院|系|局|所|站"
)
ORGANISATION = rf"[\u4e00-\u9fff（）()A-Za-z0-9·\-]{{2,30}}?(?:{ORGANISATION_END})"

BYLINE_LABELS = (
    "作者|作[ \u3000]者|撰稿人|撰稿|撰文|文字|文图|图文|文/图|图/文|文|通讯员|本报通讯员|特约通讯员|学生记者|校园记者|实习记者|本报记者|本网记者|"
    "记者|供稿人|投稿人|采写|采访|报道"
)
PHOTO_LABELS = "摄影|摄|图片|图|供图|配图|图片来源"
SOURCE_LABELS = "来源|稿件来源|文章来源|信息来源|来[ \u3000]源|稿源"
CREDIT_LABELS = "供稿单位|供稿|来稿单位|投稿单位|报送单位|撰稿单位|单位|学校|作者单位|单位名称"
OTHER_LABELS = (
    "编辑|责编|责任编辑|审核|审核人|审稿|审稿人|一审|二审|三审|初审|复审|终审|校对|校审|签发|监制|排版|日期|时间|发布时间|发布日期|联系人|联系电话|电话|手机|"
    "手机号|邮箱|微信|QQ|地址|邮编|字数|关键词|开户行|开户银行|开户名|户名|账号|银行账号|银行卡号|卡号|收款人|身份证号|栏目|阅读|点击|浏览|浏览次数|阅读量|上传|上稿"
)

LABELLED = re.compile(
    rf"(?P<label>{BYLINE_LABELS}|{PHOTO_LABELS}|{SOURCE_LABELS}|{CREDIT_LABELS}|{OTHER_LABELS})"
    r"(?:\s*[/|、与和]\s*(?P<second>摄影|摄|图|文|供图|编辑))?\s*[:：]\s*"
)
SPACED_BYLINE = re.compile(
    rf"^[（(]?\s*(?P<label>{BYLINE_LABELS})(?:\s*[/|]\s*(?:图|摄影|摄|文))?[\s\u3000]+(?P<names>{NAMES})"
    rf"(?:[\s\u3000]*[/|][\s\u3000]*(?:{PHOTO_LABELS})[\s\u3000]+(?:{NAMES}))?\s*[）)]?$"
)
BY = re.compile(r"^(?:By|Written by|Words by|Story by|Reported by|Text by)[:\s]+(?P<names>[A-Z][\w.'’-]+(?: [\w.'’-]+){0,4}(?:(?:,| and| &) [A-Z][\w.'’-]+(?: [\w.'’-]+){0,3})*)$")  # fmt: skip
SLASHED = re.compile(rf"^[（(]?\s*(?:文|图|文字|撰文|摄影)\s*[/／|｜]\s*(?P<names>{NAMES})\s*[）)]?$")

ORGANISATION_AND_NAMES = re.compile(
    rf"^(?P<organisation>[\u4e00-\u9fff（）()]{{2,24}}(?:{ORGANISATION_END}))[ \u3000]+(?P<names>{NAMES})$"
)
SLASHED_LABEL = re.compile(r"(?P<label>文字?|图片?|摄影?|撰文)\s*[/／|｜]\s*(?=[\u4e00-\u9fff]{2})(?!图片)")

# What stands in brackets at the end of a text: （济源职业技术学院供稿） （通讯员 张三） （青禾师范学院 林晓禾 文/图）
TAIL = re.compile(
    r"[（(【\[](?P<inside>[^（()）【】\[\]]{2,60}(?:[（(][^（()）]{1,20}[)）][^（()）]{0,30})?)[)）】\]]\s*[。]?\s*$"
)
SUPPLIED = re.compile(r"^(?P<organisation>.{2,40}?)\s*(?:供稿|供图|报道|投稿|来稿|提供|宣)$")
SUPPLIED_BY = re.compile(r"^(?:供稿|来稿|投稿)(?:单位)?\s*[:：]\s*(?P<organisation>.{2,40})$")

DATELINE = re.compile(
    r"^(?P<label>(?:本网讯|本报讯|本站讯|本刊讯|校讯|(?:[\u4e00-\u9fff]{2,10}(?:网|报|社|台|日报|晚报)(?:\d{1,2}月\d{1,2}日)?讯)"
    r"|[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日电|[\u4e00-\u9fff]{1,7}[^喜资音通短电简快问]讯(?=[（(\s\u3000])))"
    r"(?P<people>\s*[（(](?P<inside>[^（()）]{2,60})[）)])?[\s\u3000:：]*"
)

SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}[章节部分]{1,2}[、.．:：\s]?|[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[)）][、.]?)\s*\S"
)
LEAD_BRACKETS = re.compile(
    rf"^[（(]\s*(?P<inside>(?:{BYLINE_LABELS}|本网通讯员)[\s:：]*(?:{NAMES})[^（()）]{{0,20}})[)）]\s*"
)
NOTE_FIELD = re.compile(
    rf"(?P<label>作者|撰稿人?|通讯员|{SOURCE_LABELS}|{CREDIT_LABELS})\s*[:：]\s*(?P<value>[^，,；;。、\s]{{2,30}})"
)
NOTE_CAPTION = re.compile(r"图\s*(?P<number>[\d一二三四五六七八九十]{1,2})\s*[:：为是]\s*(?P<caption>[^；;。\n]{2,60})")
NUMBERED_LINE = re.compile(r"^\d{1,2}\s*[.、．]\s*[^\d\s.]")
SUBSECTION = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]")
RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]是|[首其再最][先次后]|第[一二三四五六七八九十])[^。！？；\n]{2,60}[。；！？]"
)

CAPTION = re.compile(r"^(?:[（(【]?\s*(?:图(?:片)?(?:说明|注)?\s*(?:[\d一二三四五六七八九十]{1,2})?\s*[:：、.．\s]|图为|图示|上图|下图|左图|右图|(?:Photo|Caption|Picture|Figure|Fig\.)\s*\d*\s*[:.]))", re.IGNORECASE)  # fmt: skip
CAPTION_LABEL = re.compile(r"^[（(【]?\s*(?:图(?:片)?(?:说明|注)?\s*(?P<number>[\d一二三四五六七八九十]{1,2})?\s*[:：、.．\s]+|(?:Photo|Caption|Picture|Figure|Fig\.)\s*(?P<n>\d*)\s*[:.]\s*)", re.IGNORECASE)  # fmt: skip
PLACEHOLDER = re.compile(
    r"^[（(【\[]?\s*(?:此处)?(?:插入?|放|见)?(?:图|图片|照片|附图|配图)\s*[\d一二三四五六七八九十]{0,2}\s*[)）】\]]?$"
)

GREETING = re.compile(
    r"^(?:(?:尊敬的|敬爱的|亲爱的)[^。]{1,20}|[^。，]{0,10}(?:编辑|老师|主编|先生|女士|记者|负责人|领导|小编|贵网|贵报|贵刊|同志|编辑部)(?:们)?)?"
    r"(?:[，,：:！!。\s]*(?:您好|你好|您们好|大家好|早上好|上午好|下午好|晚上好|好))?[，,：:！!。.～~\s]*$"
)
GREETING_ENGLISH = re.compile(
    r"^(?:dear|hi|hello|good (?:morning|afternoon|evening)|to whom it may concern)\b[^.!?]{0,60}[,.:!]?$", re.IGNORECASE
)
COVER = re.compile(
    r"(?:附件|随信|随函|奉上|附上|附(?:有|了)|请查收|请查阅|望查收|敬请|恳请|烦请|麻烦您|请予以?|请审|望采用|望刊发|望采纳|予以刊|刊登|刊发为盼|采用为盼|"
    r"投稿|来稿|稿件|请看|改好|已修改|已改|重发|补发|发您|发给您|供贵|贵网|贵报|贵刊|贵站|打扰|谢谢|感谢您|辛苦|劳驾|如有问题|如需修改|有问题请|请联系|联系方式|联系电话|电话[:：]|手机[:：]|"
    r"please find|attached|i am sending|we are sending|for your consideration|submission|look forward|thank you|many thanks|feel free)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:此致|敬礼|此致\s*敬礼|祝好|祝|顺祝.*|顺颂.*|即颂.*|谨启|祝您.{0,20}|祝编.{0,6}|祝工作.{0,10}|祝.{0,4}(?:愉快|顺利|安好|安康|祺|绥)|谢谢.{0,10}|多谢.{0,6}|感谢.{0,16}|辛苦.{0,8}|"
    r"best(?: regards| wishes)?|kind regards|regards|sincerely|yours(?: sincerely| faithfully| truly)?|thanks(?: again)?|thank you|cheers)[，,。！!.～~\s]*$",
    re.IGNORECASE,
)
SIGNATURE_MARK = re.compile(r"^(?:[|\s]+|--|—{2,}|-{3,}|_{3,}|={3,}|\*{3,}|－{2,})$")
APP_SIGNATURE = re.compile(
    r"^(?:签名由|发自我的|来自我的|从我的|由我的|发自|sent from my|sent from|get outlook for|从 Windows 版邮件发送|从QQ邮箱发来|来自QQ邮箱|来自网易邮箱|"
    r"网易邮箱大师|\|\s*\|)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:(?:电话|手机|联系电话|联系方式|联系人|邮箱|邮编|传真|微信|QQ|地址|网址|电子邮箱|Tel|Phone|Mobile|E-?mail|Fax|Address|Website)\s*[:：]"
    r"|1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\b0\d{2,3}-\d{7,8}\b|[\w.-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+)",
    re.IGNORECASE,
)

QUOTE_START = re.compile(
    r"^(?:-{2,}\s*(?:原始邮件|原邮件|回复的邮件|转发的邮件|转发邮件信息|原始郵件|Original(?: Message)?|Forwarded message|Replied Message)\s*-{2,}"
    r"|(?:在|于)\s*\d{4}[-年/].{4,80}写道[:：]|.{0,60}\d{4}年\d{1,2}月\d{1,2}日.{0,60}写道[:：]|On .{6,100} wrote:|At \d{4}-.{6,80}wrote:|-{3,}\s*On .{6,100}|Begin forwarded message:)\s*$",
    re.IGNORECASE,
)
FORWARD_MARK = re.compile(
    r"^(?:-{2,}\s*(?:转发的邮件|转发邮件信息|转发邮件|Forwarded message|原始邮件|Original Message)\s*-{2,}|Begin forwarded message:)\s*$",
    re.IGNORECASE,
)
HEADER_FIELD = re.compile(
    r"^\*?(?P<field>发件人|发信人|寄件人|From|发送时间|发送日期|发件日期|日期|时间|Sent|Date|收件人|收信人|To|抄送|抄送人|Cc|主题|Subject|标题|附件)\*?\s*[:：]\s*\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)

# What a page of a news site carries round its text, copied along by senders.
FURNITURE = re.compile(
    r"^(?:首页\s*[>›»].*|当前位置[:：].*|您(?:现在)?的位置[:：].*|[上下]一篇[:：].*|.{0,20}[（(]WAP.{0,8}[)）]|.*联系我们\s*[|｜].*|声明[:：].*(?:观点|描述|侵权).*|"
    r"投稿邮箱[:：].*|.*ICP备\d+号.*|(?:打印|关闭|返回)(?:本页|窗口|顶部).*|分享到[:：]?.*|点击次数[:：]\d+|阅读[:：]\d+)$"
)

TITLE_LABEL = re.compile(
    r"^(?:标题|题目|稿件标题|文章标题|主标题|主题|Title|Headline)\s*[:：]\s*(?P<title>.{2,120})$", re.IGNORECASE
)
TITLE_LABELS = frozenset({"新闻", "消息", "通讯", "简讯", "快讯", "图片新闻", "投稿", "来稿", "供稿", "新闻稿", "稿件"})
TEXT_LABEL = re.compile(r"^(?:正文|内容|稿件正文|正文内容|正文如下|稿件如下|全文如下)\s*[:：]?\s*$")
SUBJECT_NOISE = re.compile(
    r"^(?:[\[【（(]?(?:投稿|来稿|供稿|新闻稿|通讯稿|稿件|新闻投稿|投稿信|请审|新闻|消息|press release|submission)[\]】）)]?\s*[-—_:：|｜、\s]*)+|"
    r"\s*[-—_（(【\[]*\s*(?:投稿|来稿|供稿|修改稿|定稿|终稿|修订版|新闻稿|最终版)\s*[)）】\]]*\s*$",
    re.IGNORECASE,
)
REVISED = re.compile(r"修改稿|更正稿|修订|定稿|以此为准|以本稿为准|更新版|revised", re.IGNORECASE)
NOT_A_TITLE = re.compile(r"[。；;：:]$|^(?:\d{4}年)?\d{1,2}月\d{1,2}日[，,]|^(?:本网讯|本报讯)")
DATE_LINE = re.compile(r"^[（(]?\s*(?:二[〇○零]\S{1,8}|\d{4})\s*[年./-]\s*\S{1,3}\s*[月./-]\s*\S{1,3}\s*日?\s*[)）]?$")
