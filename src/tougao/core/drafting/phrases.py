"""The words by which press officers mark the parts of a manuscript. One table of patterns, so that a new habit is a line here."""

import re

# Names. A Chinese personal name has two to four Han (a space may widen a short one) or a middle dot.
NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?|[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff]|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,3}"
NAMES = rf"(?:{NAME})(?:\s*[、，,/&和及\s]\s*(?:{NAME}))*"

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤柳喻祝温安樊兰季殷施洪柴翟颜倪阎芦辛管葛岳左涂牛齐庞庄梅焦简欧阳司马上官诸葛"
    "和穆萧尤鲁韦昌苗凤花方俞任袁酆鲍费廉岑薛滕罗毕安乐时傅皮卞康伍余元卜孟平黄湛米贝明臧计伏成戴谈宋茅熊纪舒屈项祝董梁杜阮蓝闵席麻强贾路娄危江童颜郭盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞支柯"
    "昝管卢莫经房裘缪干解应宗丁宣邓郁单杭包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲家封芮储靳汲松井段富巫乌巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘厉戎祖符景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索"
    "籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩"
    "厍聂晁勾敖融冷訾辛阚那简饶空曾沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公夙於苟佟楚帅卜冼敬佘覃"
    "陳張劉楊黃趙吳孫馬許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈鄒龍陶賀龔萬錢嚴溫藍齊龐莊顏喬賴謝羅鄭沈湯溫賴簡連詹游邱曾洪"
)

ORGANISATION_END = (
    "大学|学院|学校|[一二三四五六七八九十]中|附中|附小|实小|师大|职中|师院|中学|小学|幼儿园|技校|党校|师范|职院|校区|教育局|教体局|教育厅|教育部|教委|宣传部|党委|团委|学工部|学生处|教务处|新闻中心|融媒体中心|"
    "融媒中心|办公室|委员会|研究院|研究所|实验室|协会|学会|基金会|公司|集团|医院|报社|电视台|记者站|通讯社|网|报|中心|工作部|学工处|工会|社|部|处|科|院|系|局|所|站"
)
ORGANISATION = rf"[\u4e00-\u9fff（）()A-Za-z0-9·\-]{{2,30}}?(?:{ORGANISATION_END})"

BYLINE_LABELS = (
    "作者姓名|投稿作者|作者名|姓名|記者|本報記者|本刊記者|特約記者|通訊員|特約撰述|作者單位人|本报实习生|实习生|本刊记者|特约记者|见习记者|图文作者|文字作者|投稿作者|来稿人|信息员|宣传员|小记者|撰文人|文字撰稿|作者|作[ \u3000]者|撰稿人|撰稿|撰文|文字|文图|图文|文/图|图/文|文|通讯员|本报通讯员|特约通讯员|学生记者|校园记者|实习记者|本报记者|本网记者|"
    "记者|供稿人|投稿人|采写|采访|报道"
)
PHOTO_LABELS = (
    "图片提供|图片拍摄|照片提供|照片拍摄|照片|攝影|图片摄影|摄影者|拍摄|摄影作者|摄影|摄|图片|图|供图|配图|图片来源"
)
SOURCE_LABELS = "來源|原标题来源|来源|稿件来源|文章来源|信息来源|来[ \u3000]源|稿源"
CREDIT_LABELS = "作者学校|作者所在单位|供稿單位|选送单位|推荐单位|发布单位|学校名称|所在单位|工作单位|供稿单位|供稿|来稿单位|投稿单位|报送单位|撰稿单位|单位|学校|作者单位|单位名称"
OTHER_LABELS = (
    "编辑|责编|责任编辑|审核|审核人|审稿|审稿人|一审|二审|三审|初审|复审|终审|校对|校审|签发|监制|排版|日期|时间|发布时间|发布日期|联系人|联系电话|电话|手机|"
    "手机号|邮箱|微信|QQ|地址|邮编|字数|关键词|开户行|开户银行|开户名|户名|账号|银行账号|银行卡号|卡号|收款人|身份证号|栏目|阅读|点击|浏览|浏览次数|阅读量|上传|上稿|点击数|点击率|点击量|访问量|访问次数|浏览量|浏览数|字体|字号|发布者|发布人|录入|录入人|发布部门|供稿日期|投稿日期|写稿日期|成稿时间|作者简介|作者电话|"
    "联系邮箱|电子邮箱|电子邮件|通讯地址|通信地址|联系地址|QQ号|微信号|责任校对|美编|设计|排版设计|策划|统筹|终审人|初审人|复审人|审核单位|审定|指导|指导老师|指导教师|监审|总编|主编|值班编辑|新媒体编辑|编审|核稿|总监制|签发人"
)
# Where four characters are an organisation, not a person of a long name.
SCHOOL_END = "大学|学院|学校|中学|小学|幼儿园|党校|技校|师范"
ANY_LABEL = rf"{BYLINE_LABELS}|{PHOTO_LABELS}|{SOURCE_LABELS}|{CREDIT_LABELS}|{OTHER_LABELS}|标题|题目|稿件标题|文章标题|新闻标题|稿件名称|稿件题目|作品名称|作品题目|作品标题|文章题目|正题|主题|副标题|副题|引题|肩题|眉题"

# Labels of two characters and more: 文/图 is itself one.
LONG_LABELS = "|".join(label for label in ANY_LABEL.split("|") if len(label) > 1 and "/" not in label)

LABELLED = re.compile(
    rf"(?P<label>{BYLINE_LABELS}|{PHOTO_LABELS}|{SOURCE_LABELS}|{CREDIT_LABELS}|{OTHER_LABELS})"
    r"(?:\s*[/|、与和]\s*(?P<second>摄影|摄|图|文|供图|编辑))?\s*[:：]\s*"
)
SPACED_BYLINE = re.compile(
    rf"^[（(]?\s*(?P<label>{BYLINE_LABELS})(?:\s*[/|]\s*(?:图|摄影|摄|文))?[\s\u3000]+(?P<names>{NAMES})"
    rf"(?:[\s\u3000]*[/|][\s\u3000]*(?:{PHOTO_LABELS})[\s\u3000]+(?:{NAMES}))?\s*[）)]?$"
)
# Text: Tom Reed; Photos: Lily Chan
BY_AND_PHOTOS = re.compile(
    r"^(?:Text|Words|Story|Writing|Written)(?: by)?\s*[:/]?\s+(?P<names>[A-Z][\w.' ,&’-]{2,60}?)\s*[;|,/.–—-]\s*(?:Photos?|Photography|Pictures|Images)(?: by)?\s*[:/]?\s+(?P<photos>[A-Z][\w.' ,&’-]{2,60})$"
)
BY = re.compile(r"^(?:By|Written by|Words by|Story by|Reported by|Text by)[:\s]+(?P<names>[A-Z][\w.'’-]+(?: [\w.'’-]+){0,4}(?:(?:,| and| &) [A-Z][\w.'’-]+(?: [\w.'’-]+){0,3})*)$")  # fmt: skip
SLASHED = re.compile(rf"^[（(]?\s*(?:文|图|文字|撰文|摄影)\s*[/／|｜]\s*(?P<names>{NAMES})\s*[）)]?$")

ORGANISATION_AND_NAMES = re.compile(
    rf"^(?P<organisation>[\u4e00-\u9fff（）()]{{2,24}}(?:{ORGANISATION_END}))(?:通讯员|记者|信息员|教师|老师|团委|学生)?[ \u3000]+(?P<names>{NAMES})$"
)
# 林晓禾（青禾师范学院）, 林晓禾 青禾师范学院
NAMES_AND_ORGANISATION = re.compile(
    rf"^(?P<names>{NAMES})[ \u3000]*(?:[（(]\s*(?P<bracketed>[\u4e00-\u9fff（）()]{{2,24}}(?:{ORGANISATION_END}))\s*[)）]"
    rf"|[ \u3000，,]+(?P<spaced>[\u4e00-\u9fff（）()]{{2,24}}(?:{ORGANISATION_END})))$"
)
# A line of its own: 南湖技师学院供稿
SUPPLIED_LINE = re.compile(r"^[\u4e00-\u9fff（）()·A-Za-z \u3000]{2,30}(?:供稿|供图)$")

SLASHED_LABEL = re.compile(
    rf"(?P<label>文字?|图片?|摄影?|撰文)\s*[/／]\s*(?=[\u4e00-\u9fff]{{2}})(?!图片)"
    rf"|(?:^|(?<=[\s\u3000]))(?P<barred>{BYLINE_LABELS}|{PHOTO_LABELS}|{SOURCE_LABELS}|{CREDIT_LABELS}|{OTHER_LABELS})\s*[|｜丨│]\s*(?=\S)"
    rf"|(?:^|(?<=[\s\u3000]))(?P<slashed>{LONG_LABELS})\s*[/／]\s*(?=[\u4e00-\u9fff])(?!(?:图|摄|文)\b)"
)

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

# 本报讯 通讯员赵丽娟报道：
LEAD_REPORTS = re.compile(
    rf"^(?P<label>[\u4e00-\u9fff]{{1,10}}讯)[ \u3000]*(?P<who>(?:{BYLINE_LABELS})[ \u3000]*(?:{NAMES}))[ \u3000]*(?:摄影)?报道[:：，, ]\s*"
)
SUMMARY_LABEL = re.compile(r"^[【\[]?(?:摘要|内容摘要|内容提要|提要|导读)[】\]]?\s*[:：]?\s*(?P<summary>.{10,400})$")

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
# A sentence ends with its closing quotation mark or bracket; a full stop within a number or a name ends none.
SENTENCE_MARK = re.compile(r"[。！？!?…：:；;，,.“”\"]")
SENTENCE_END = re.compile(r"(?:[。！？!?…]+|\.(?=\s|$))[”’」』）)\"]*")
SUBSECTION = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]")
RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]是|[首其再最][先次后]|第[一二三四五六七八九十])[^。！？；\n]{2,60}[。；！？]"
)

CAPTION = re.compile(r"^(?:[▲△▼▽↑↓]|[（(【]?\s*(?:图(?:片)?(?:说明|注)?\s*(?:[\d一二三四五六七八九十]{1,2})?\s*[:：、.．\s]|图为|图示|上图|下图|左图|右图|(?:Photo|Caption|Picture|Figure|Fig\.)\s*\d*\s*[:.]))", re.IGNORECASE)  # fmt: skip
CAPTION_LABEL = re.compile(r"^[（(【]?\s*(?:图(?:片)?(?:说明|注)?\s*(?P<number>[\d一二三四五六七八九十]{1,2})?\s*[:：、.．\s]+|(?:Photo|Caption|Picture|Figure|Fig\.)\s*(?P<n>\d*)\s*[:.]\s*)", re.IGNORECASE)  # fmt: skip
# What programs write as the alternative text of a picture.
NO_CAPTION = re.compile(
    r"[\w .\-()（）]*\.(?:jpe?g|png|gif|webp|bmp)|图片|.*描述已自动生成.*|.*AI 生成的内容.*|image\d*|pic\d*",
    re.IGNORECASE,
)
CAPTION_MARK = re.compile(r"^[▲△▼▽↑↓]+\s*")
PLACEHOLDER = re.compile(
    r"^[（(【\[]?\s*(?:此处)?(?:插入?|放|见)?(?:图|图片|照片|附图|配图)\s*[\d一二三四五六七八九十]{0,2}\s*[)）】\]]?$"
)
# Who took a picture, at the end of its caption: 学生在实验室。顾长林 摄
PHOTOGRAPHED = re.compile(
    r"(?:(?:[\s\u3000（(。]|^)[\u4e00-\u9fff]{2,4}[\s\u3000]*(?:/\s*)?(?:摄|摄影|供图|/图|图)|(?:摄影|供图|图源|图片来源)\s*[:：/|｜]\s*\S{2,20})[)）]?[。]?$"
)

# Marks that stand before a byline.
BYLINE_MARK = re.compile(r"^[■□●◎○★☆◆◇▪•·►▶※]+\s*")

_WHO = r"(?:尊敬的|敬爱的|亲爱的)?[^。，！!\s]{0,12}(?:编辑部|编辑|老师|主编|先生|女士|记者|负责人|领导|小编|贵网|贵报|贵刊|同志|主任|部长|站长|投稿部|采编)(?:们)?"
_HELLO = r"(?:您好|你好|您们好|你们好|大家好|各位好|早上好|上午好|中午好|下午好|晚上好|早安|新年好|节日好|周末好|打扰了|见信好|展信佳|好)"
GREETING = re.compile(
    rf"^(?:(?:尊敬的|敬爱的|亲爱的)[^。]{{1,20}}|{_WHO}(?:[、，,\s]{_WHO})?[，,：:！!。\s]*{_HELLO}?|{_HELLO}[，,、！!\s]*(?:{_WHO})?)[，,：:！!。.～~\s]*$"
)
GREETING_ENGLISH = re.compile(
    r"^(?:dear|hi|hello|good (?:morning|afternoon|evening)|to whom it may concern)\b[^.!?]{0,60}[,.:!]?$", re.IGNORECASE
)
COVER = re.compile(
    r"(?:附件|随信|随函|奉上|附上|附(?:有|了)|请查收|请查阅|望查收|敬请|恳请|烦请|麻烦您|请予以?|请审|望采用|望刊发|望采纳|予以刊|刊登|刊发为盼|采用为盼|"
    r"投稿|来稿|稿件|请看|改好|更正稿|修改稿|以此为准|以本稿为准|以附件为准|已修改|已改|重发|补发|发您|发给您|供贵|贵网|贵报|贵刊|贵站|打扰|谢谢|感谢您|辛苦|劳驾|如有问题|如需修改|有问题请|请联系|联系方式|联系电话|电话[:：]|手机[:：]|"
    r"please find|below|attached|i am sending|we are sending|for your consideration|submission|look forward|thank you|many thanks|feel free)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:此致|敬礼|此致\s*敬礼|祝好|祝|顺祝.*|顺颂.*|即颂.*|谨启|祝您.{0,20}|祝编.{0,6}|祝工作.{0,10}|(?:工作|身体|万事|阖家|生活|学习|节日|周末)(?:顺利|愉快|健康|如意|安康|快乐|幸福).{0,10}|[编撰夏秋冬春教文时近]?[安祺绥]|祝.{0,4}(?:愉快|顺利|安好|安康|祺|绥)|谢谢.{0,10}|多谢.{0,6}|感谢.{0,16}|辛苦.{0,8}|"
    r"best(?: regards| wishes)?|kind regards|regards|sincerely|yours(?: sincerely| faithfully| truly)?|thanks(?: again)?|thank you|cheers)[，,。！!.～~\s]*$",
    re.IGNORECASE,
)
SIGNATURE_MARK = re.compile(r"^(?:[|\s]+|--|—{2,}|-{3,}|_{3,}|={3,}|\*{3,}|－{2,})$")
DISCLAIMER = re.compile(
    r"(?:本邮件|此邮件|本电子邮件).{0,30}(?:保密|机密|仅限|仅供收件人)|confidential|intended (?:solely|only) for|if you (?:are not|have received)|文责自负|未在(?:其他|其它|任何|别的).{0,12}(?:发表|刊发|刊登|投稿|发布|推送)|^(?:本文|本稿|此稿|该稿|以上稿件).{0,4}(?:原创|首发)|无一稿多投|非一稿多投",
    re.IGNORECASE,
)
APP_SIGNATURE = re.compile(
    r"^(?:签名由|发自我的|来自我的|从我的|由我的|发自|sent from my|sent from|get outlook for|从 Windows 版邮件发送|从QQ邮箱发来|来自QQ邮箱|来自网易邮箱|"
    r"网易邮箱大师|\|\s*\|)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"^(?:media|press) contacts?\b|(?:(?:电话|手机|联系电话|联系方式|联系人|邮箱|邮编|传真|微信|QQ|地址|网址|电子邮箱|Tel|Phone|Mobile|E-?mail|Fax|Address|Website)\s*[:：]"
    r"|1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\+\d{1,3}[\s-]?\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}\b|\b0\d{2,3}-\d{7,8}\b|[\w.-]{1,64}@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+)",
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

# A label with no colon, standing before a name.
BYLINE_WORD = re.compile(rf"(?:^|(?<=[\s\u3000、，,（(]))(?:{BYLINE_LABELS}|{PHOTO_LABELS})(?=[\s\u3000:：])[:：]?")
BYLINE_RUN = re.compile(rf"(?:{BYLINE_LABELS}|{PHOTO_LABELS})[:：]?")
# A line of nothing but labels and names: 本报记者 周婷婷 本报通讯员 王强
TOKENS = re.compile(r"[\s\u3000、，,;；/|｜:：]+")

# 标    题： is 标题：
SPREAD_LABEL = re.compile(r"^[\u4e00-\u9fff](?:[\s\u3000]+[\u4e00-\u9fff]){1,3}(?=[\s\u3000]*[:：])")
AUTHOR_IS = re.compile(
    rf"^作者(?:系|为|是)(?P<organisation>[\u4e00-\u9fff（）()]{{2,24}}?(?:{ORGANISATION_END}))(?:[\u4e00-\u9fff]{{0,8}}(?:教师|老师|学生|校长|园长|院长|书记|主任|记者|员|副校长))?$"
)
# Words of the trade that stand among names and are none.
NO_NAME = frozenset(
    "文 图 摄 摄影 文图 图文 供稿 供图 通讯员 记者 报道 摄影报道 文图报道 图文报道 综合报道 采访报道 综合 整理 撰文 来稿 投稿 撰稿 采写 组稿 宣传".split()
)
# 【校园动态】 before a title, whether or not it is a category of ours.
SECTION_LABEL = re.compile(r"^.{0,6}(?:动态|新闻|快讯|资讯|要闻|简讯|消息|通讯|来稿|投稿|稿件|供稿)$")

# What a page of a news site carries round its text, copied along by senders.
FURNITURE = re.compile(
    r"^(?:首页\s*[>›»].*|当前位置[:：].*|您(?:现在)?的位置[:：].*|[上下]一篇[:：].*|.{0,20}[（(]WAP.{0,8}[)）]|.*联系我们\s*[|｜].*|声明[:：].*(?:观点|描述|侵权).*|"
    r"投稿邮箱[:：].*|(?:点击|轻触|长按).{0,8}(?:蓝字|二维码|关注|阅读原文).*|.{0,8}关注我们.{0,6}|[—\-–\s]*(?:END|The End|完)[—\-–\s]*|(?:点个?|给个?|求)?\s*(?:分享|收藏|在看|点赞|点点赞|赞)|阅读原文|投稿作品|附[:：]?.{0,4}(?:照片|图片|图).{0,6}|(?:新闻|通讯)?来稿|#{3,}|-?\s*30\s*-|FOR IMMEDIATE RELEASE[:.]?|(?:press|media|news) release|-?\s*ends?\s*-?|(?:扫码|扫一扫).{0,12}关注.*|(?:往期|精彩)(?:回顾|推荐|内容).*|(?:上|下)一[篇条]\s*[:：].*|【?(?:打印|关闭)(?:本页|窗口|此页)?】?(?:【?(?:打印|关闭)(?:本页|窗口|此页)?】?)*|.*ICP备\d+号.*|(?:打印|关闭|返回)(?:本页|窗口|顶部).*|分享到[:：]?.*|点击次数[:：]\d+|阅读[:：]\d+)$",
    re.IGNORECASE,
)

# A file that is about an article: who sends it, who allowed it.
FORM_NAME = re.compile(
    r"登记表|申请表|报名表|推荐表|汇总表|审批表|审核表|审查表|审批单|审核单|审稿单|发布单|备案表|承诺书|授权书|声明书|保证书|回执|名单|目录|报价|协议书?$|清单"
)
# What parts several manuscripts in one text: 稿件一：, 【稿件2】, 第三篇：
# A short file that only declares something about the manuscript.
DECLARATION = re.compile(r"特此声明|特此说明|原创首发|一稿多投|文责自负|授权.{0,10}(?:发表|使用)")
MANUSCRIPT_MARK = re.compile(
    r"^[【（(\[]?\s*(?:稿件|新闻稿|稿子|文章|来稿)\s*[一二三四五六七八九十\d]{1,2}\s*(?:[】）)\]]|[：:、.．]|(?=\s|$))\s*|^[【（(\[]?\s*第[一二三四五六七八九十\d]{1,2}[篇条][】）)\]：:、\s]*\s*"
)

TITLE_LABEL = re.compile(
    r"^(?:(?:投稿|来稿|稿子|新闻稿)?(?:标题|题目)|作品名称|作品题目|作品标题|文章题目|正标题|正题|稿件标题|文章标题|新闻标题|稿件名称|稿件题目|主标题|主题|Title|Headline)\s*[:：]\s*(?P<title>.{2,120})$",
    re.IGNORECASE,
)
SUBTITLE_LABEL = re.compile(r"^(?:副标题|副题|Subtitle)\s*[:：]\s*(?P<title>.{2,120})$", re.IGNORECASE)
KICKER_LABEL = re.compile(r"^(?:引题|肩题|眉题|Kicker)\s*[:：]\s*(?P<title>.{2,120})$", re.IGNORECASE)
TITLE_LABELS = frozenset({"新闻", "消息", "通讯", "简讯", "快讯", "图片新闻", "投稿", "来稿", "供稿", "新闻稿", "稿件"})
TEXT_LABEL = re.compile(r"^(?:正文|内容|稿件正文|正文内容|正文如下|稿件如下|全文如下)\s*[:：]?\s*$")
SUBJECT_NOISE = re.compile(
    r"^(?:19|20)\d{2}[-.年/]?\d{1,2}[-.月/]?\d{1,2}日?\s*[-—_ 、：:]*(?=\D{4})|^[【\[（(]\s*(?:含图|附图|配图|图文|有图|文图|图)\s*[】\])）]\s*|"
    r"^(?:[\[【（(]?(?:投稿|来稿|供稿|新闻稿|通讯稿|稿件|新闻投稿|投稿信|请审|新闻|消息|press release|submission)[\]】）)]?\s*[-—_:：|｜、\s]*)+|"
    r"\s*[-—_（(【\[]*\s*(?:投稿|来稿|供稿|修改稿|定稿|终稿|修订版|修订稿|修改版|更正稿|更正版|新闻稿|新闻通稿|通稿|最终版|最终稿|最新版|新版|已审核?|审定稿|发布稿|含图|附图片?|配图片?|有图|图文|附照片|带图)"
    r"\s*[\d一二三四五六七八九]{0,2}\s*[张幅副版稿次]?\s*[)）】\]]*\s*$|[（(]\s*\d{1,2}\s*[)）]\s*$",
    re.IGNORECASE,
)
REVISED = re.compile(
    r"修改稿|更正稿|修订|定稿|终稿|最终版|最新版|改后|以此为准|以本稿为准|更新版|revised", re.IGNORECASE
)
NOT_A_TITLE = re.compile(r"[。；;：:]$|^(?:\d{4}年)?\d{1,2}月\d{1,2}日[，,]|^(?:本网讯|本报讯)")
TRAILING_DATE = re.compile(r"[\s，,]*(?:\d{4}|二[〇○零]\S{2})\s*[-年./]\s*\S{1,3}\s*[-月./]\s*\S{1,3}日?$")
DATE_LINE = re.compile(r"^[（(]?\s*(?:二[〇○零]\S{1,8}|\d{4})\s*[年./-]\s*\S{1,3}\s*[月./-]\s*\S{1,3}\s*日?\s*[)）]?$")
