"""Made-up school news for the mails of this folder. No school, person or telephone in it is real."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    title: str
    byline: str
    school: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def rows(self) -> str:
        """As Notepad and Word users write: a line a paragraph, indented by two full-width spaces."""
        return "\n".join(f"\u3000\u3000{paragraph}" for paragraph in self.paragraphs)


SPORT = Story(
    "青禾职业学院第二十届田径运动会开幕",
    "林晓禾",
    "青禾职业学院",
    (
        "11月12日上午，青禾职业学院第二十届田径运动会在东校区体育场开幕，来自十八个代表队的1260名运动员参加比赛。",
        "院长和振邦在致辞中希望全体运动员赛出风格、赛出水平，裁判员公正执裁，把运动会办成一次团结的大会。",
        "开幕式上，舞龙队、啦啦操队和太极拳方阵依次表演，现场掌声不断。据了解，本届运动会为期三天，共设二十七个项目。",
    ),
)
READING = Story(
    "清河实验小学读书节点亮校园",
    "赵蕊",
    "清河实验小学",
    (
        "“一本书就是一盏灯。”11月6日清晨，清河实验小学四年级学生何雨桐站在图书馆门口，把自己最喜欢的书递给低年级的弟弟妹妹。",
        "当天，该校第九届读书节拉开帷幕。今年的读书节以“与好书同行”为主题，将开展图书漂流、课本剧展演和作家进校园等活动。",
        "校长陶然介绍，学校图书馆现有藏书六万余册，学生人均年借阅量从三年前的十二本增加到二十九本。",
        "“我们不考核读了多少，只希望孩子们爱上读书。”陶然说。",
    ),
)
VISIT = Story(
    "南湖技师学院与三家企业签订校企合作协议",
    "秦朗",
    "南湖技师学院",
    (
        "11月9日，南湖技师学院与南湖精密机械等三家企业签订合作协议，双方将共建数控实训基地，联合培养技能人才。",
        "根据协议，企业每年接收学院一百二十名学生顶岗实习，并选派二十名工程师担任兼职教师。",
        "学院党委书记石磊表示，校企合作是职业教育的生命线，学院将把车间建到企业，把课堂搬进车间。",
    ),
)
CONTEST = Story(
    "云岭一中学子在全省物理竞赛中获佳绩",
    "杨柳青",
    "云岭县第一中学",
    (
        "近日，全省中学生物理竞赛成绩揭晓，云岭县第一中学高二学生马晓燕、周一鸣分获一等奖和二等奖。",
        "两名学生均来自学校物理兴趣小组。三年来，指导教师顾长林带着学生自制实验器材四十余件，把一间旧仓库变成了实验室。",
        "马晓燕说，最难忘的是比赛前一夜停电，大家打着手电筒把最后一组数据测完。",
    ),
)
LECTURE = Story(
    "梧桐大学举办人工智能与未来教育讲座",
    "柳溪",
    "梧桐大学",
    (
        "11月15日下午，梧桐大学在文科楼报告厅举办“人工智能与未来教育”专题讲座，三百余名师生到场聆听。",
        "主讲人严谨教授从三个课堂案例出发，讨论了教师在智能时代的角色变化。他认为，技术可以代替批改，但代替不了对话。",
        "讲座结束后，师生围绕作业设计、学术诚信等问题与主讲人展开交流，互动持续了近一个小时。",
    ),
)
TRAINING = Story(
    "江城市举办幼儿园园长能力提升培训班",
    "罗素芬",
    "江城市教育局",
    (
        "11月3日至7日，江城市幼儿园园长能力提升培训班在江城师范学院举行，全市一百零六名园长参加培训。",
        "培训采取专题讲座、跟岗观摩和小组研讨相结合的方式，内容涵盖园所管理、师资建设和家园共育。",
        "江城市教育局副局长宋词在结业式上要求，各园要把培训成果带回去、用起来，让孩子和家长真正受益。",
    ),
)
ENGLISH = Story(
    "Harbour Bay College Opens Its First Community Library",
    "Grace Miller",
    "Harbour Bay College",
    (
        "Harbour Bay College opened a library for its neighbours on Saturday, with nine thousand books and room for eighty readers.",
        "The library stands where the college kept its boats until last year. Students carried the books over in a chain of hands, one box at a time.",
        '"People asked whether they may just sit here," said librarian Helen Moss. "I told them that this is what chairs are for."',
        "It is open every day but Monday, and lends to anybody who can name a favourite author.",
    ),
)
TRADITIONAL = Story(
    "明德中學舉辦第十五屆科學週",
    "陳怡君",
    "明德中學",
    (
        "明德中學第十五屆科學週於十一月十日揭幕，全校師生及家長逾六百人參與。",
        "校長黃國華致辭時表示，科學教育的核心在於提問，學校今年首次讓學生自行設計全部攤位。",
        "活動為期五天，內容包括水火箭比賽、顯微攝影展及講座，壓軸的無人機表演將於週五舉行。",
    ),
)
STORIES = (SPORT, READING, VISIT, CONTEST, LECTURE, TRAINING)
