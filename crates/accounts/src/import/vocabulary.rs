//! Russian words of a sheet and what they are called inside.

use kernel::{OrgKind, Role};

use super::spelling;
use crate::words::AssociationLevel;

fn lookup<T: Copy>(table: &[(T, &[&str])], text: &str) -> Option<T> {
    let text = spelling::folded(text);
    table.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(value, _)| *value)
}

const KINDS: &[(OrgKind, &[&str])] = &[
    (OrgKind::Region, &["регион", "край", "область", "республика", "округ федеральный", "субъект рф", "субъект"]),
    (
        OrgKind::Municipality,
        &[
            "муниципалитет",
            "район",
            "городской округ",
            "муниципальный округ",
            "муниципальный район",
            "округ",
            "муниципальное образование",
        ],
    ),
    (OrgKind::School, &["школа", "лицей", "гимназия", "общеобразовательная организация", "сош", "оош", "нош", "оо"]),
    (OrgKind::Centre, &["центр", "институт", "методический центр", "иро", "имц"]),
    (
        OrgKind::Unit,
        &["отдел", "управление", "подразделение", "отдел образования", "управление образования", "кафедра"],
    ),
    (OrgKind::Association, &["объединение", "рмо", "гмо", "шмо", "ммо", "методическое объединение", "ассоциация"]),
];

pub fn kind(text: &str) -> Option<OrgKind> {
    lookup(KINDS, text)
}

pub fn kind_name(kind: OrgKind) -> &'static str {
    match kind {
        OrgKind::Region => "регион",
        OrgKind::Municipality => "муниципалитет",
        OrgKind::School => "школа",
        OrgKind::Centre => "центр",
        OrgKind::Unit => "отдел",
        OrgKind::Association => "объединение",
    }
}

const LEVELS: &[(AssociationLevel, &[&str])] = &[
    (AssociationLevel::School, &["школьное", "школьный", "шмо", "школа"]),
    (
        AssociationLevel::Municipal,
        &["муниципальное", "муниципальный", "районное", "районный", "городское", "городской", "рмо", "гмо", "ммо"],
    ),
    (
        AssociationLevel::Regional,
        &[
            "региональное",
            "региональный",
            "краевое",
            "краевой",
            "областное",
            "областной",
            "республиканское",
            "республиканский",
        ],
    ),
];

pub fn level(text: &str) -> Option<AssociationLevel> {
    lookup(LEVELS, text)
}

const ROLES: &[(Role, &[&str])] = &[
    (Role::Teacher, &["учитель", "педагог", "преподаватель", "teacher"]),
    (
        Role::SchoolHead,
        &[
            "директор",
            "директор школы",
            "руководитель школы",
            "руководитель",
            "заведующий",
            "заведующая",
            "school head",
        ],
    ),
    (Role::DeputyHead, &["заместитель директора", "зам директора", "завуч", "замдиректора", "deputy head"]),
    (
        Role::AssociationLeader,
        &[
            "руководитель объединения",
            "руководитель рмо",
            "руководитель шмо",
            "руководитель гмо",
            "руководитель методического объединения",
            "руководитель мо",
            "association leader",
        ],
    ),
    (
        Role::MentorCoordinator,
        &[
            "координатор школы наставника",
            "координатор наставничества",
            "координатор наставников",
            "mentor coordinator",
        ],
    ),
    (Role::Curator, &["куратор", "curator"]),
    (Role::MunicipalCoordinator, &["муниципальный координатор", "координатор муниципалитета", "municipal coordinator"]),
    (Role::RegionalCoordinator, &["региональный координатор", "координатор региона", "regional coordinator"]),
    (Role::Expert, &["эксперт", "expert"]),
    (Role::Methodist, &["методист", "methodist"]),
    (Role::Tutor, &["тьютор", "tutor"]),
    (Role::Psychologist, &["психолог", "педагог психолог", "логопед", "psychologist"]),
    (
        Role::Inspector,
        &["специалист отдела образования", "специалист управления образования", "инспектор", "inspector"],
    ),
    (Role::Observer, &["наблюдатель", "общественный наблюдатель", "observer"]),
    (Role::Administrator, &["администратор", "администратор сети", "administrator"]),
];

pub fn role(text: &str) -> Option<Role> {
    lookup(ROLES, text)
}

pub fn role_name(role: Role) -> &'static str {
    ROLES.iter().find(|(known, _)| *known == role).and_then(|(_, words)| words.first()).copied().unwrap_or_default()
}

/// Old and new names of one subject stand together; some name several at once.
const SUBJECTS: &[(&[&str], &[&str])] = &[
    (&["russian"], &["русский язык", "русский", "рус яз", "русский яз"]),
    (&["literature"], &["литература"]),
    (
        &["native_language"],
        &["родной язык", "родной язык и литература", "родная литература", "родной язык и родная литература"],
    ),
    (&["reading"], &["литературное чтение", "чтение"]),
    (&["math"], &["математика"]),
    (&["algebra"], &["алгебра", "алгебра и начала анализа", "алгебра и начала математического анализа"]),
    (&["geometry"], &["геометрия"]),
    (&["statistics"], &["вероятность и статистика", "статистика", "теория вероятностей"]),
    (&["informatics"], &["информатика", "информатика и икт", "икт"]),
    (&["english"], &["английский язык", "английский", "англ яз", "иностранный язык английский"]),
    (&["german"], &["немецкий язык", "немецкий", "нем яз", "иностранный язык немецкий"]),
    (&["french"], &["французский язык", "французский", "франц яз", "иностранный язык французский"]),
    (&["world"], &["окружающий мир"]),
    (&["history"], &["история", "история россии", "всеобщая история"]),
    (&["social_studies"], &["обществознание", "общество"]),
    (&["odnknr"], &["однкнр", "основы духовно нравственной культуры народов россии"]),
    (&["orkse"], &["орксэ", "основы религиозных культур и светской этики"]),
    (&["geography"], &["география"]),
    (&["physics"], &["физика", "физика и астрономия", "астрономия"]),
    (&["chemistry"], &["химия"]),
    (&["biology"], &["биология"]),
    (&["art"], &["изобразительное искусство", "изо", "рисование"]),
    (&["music"], &["музыка"]),
    (&["technology"], &["труд", "технология", "труд технология", "труды"]),
    (&["pe"], &["физическая культура", "физкультура", "физ ра", "физическая культура и спорт"]),
    (
        &["obzr"],
        &["обзр", "обж", "основы безопасности и защиты родины", "основы безопасности жизнедеятельности", "бжд"],
    ),
    (&["project"], &["индивидуальный проект", "проект", "проектная деятельность"]),
    (&["extracurricular"], &["внеурочная деятельность", "внеурочка", "разговоры о важном"]),
    (&["class_teacher"], &["классное руководство", "классный руководитель", "кл рук"]),
    (&["psychology"], &["психология", "логопедия", "психология и логопедия", "психология логопедия", "дефектология"]),
    (&["management"], &["управление школой", "управление", "администрация"]),
    (&["russian", "reading", "math", "world"], &["начальные классы", "начальная школа", "начальное образование"]),
];

/// Codes of a subject by its Russian name or by the code itself; «а и б» may be two subjects.
pub fn subjects(text: &str) -> Option<Vec<&'static str>> {
    let folded = spelling::folded(text);
    let known = kernel::subject::SUBJECTS.iter().find(|code| code.replace('_', " ") == folded);
    if let Some(code) = known {
        return Some(vec![code]);
    }
    if let Some((codes, _)) = SUBJECTS.iter().find(|(_, names)| names.contains(&folded.as_str())) {
        return Some(codes.to_vec());
    }
    let (one, other) = folded.split_once(" и ")?;
    let mut codes = subjects(one)?;
    codes.extend(subjects(other)?);
    Some(codes)
}

/// The first name of every subject, to show what is understood.
pub fn subject_names() -> String {
    let names: Vec<&str> = SUBJECTS.iter().filter_map(|(_, names)| names.first().copied()).collect();
    names.join(", ")
}

/// The first name of a subject.
pub fn subject_name(code: &str) -> &str {
    let found = SUBJECTS.iter().find(|(codes, _)| *codes == [code]);
    found.and_then(|(_, names)| names.first().copied()).unwrap_or(code)
}

/// Zones by hours from Moscow.
const ZONES: &[(i32, &str)] = &[
    (-1, "Europe/Kaliningrad"),
    (0, "Europe/Moscow"),
    (1, "Europe/Samara"),
    (2, "Asia/Yekaterinburg"),
    (3, "Asia/Omsk"),
    (4, "Asia/Krasnoyarsk"),
    (5, "Asia/Irkutsk"),
    (6, "Asia/Yakutsk"),
    (7, "Asia/Vladivostok"),
    (8, "Asia/Magadan"),
    (9, "Asia/Kamchatka"),
];

/// An IANA name, «МСК+2» or «UTC+5».
pub fn zone(text: &str) -> Option<&'static str> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let listed = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    if let Some(name) = listed.into_iter().find(|name| name.eq_ignore_ascii_case(&bare)) {
        return name.contains('/').then_some(name);
    }
    let text = bare.replace(['−', '–', '—'], "-").to_lowercase();
    let russian = super::spelling::mended(&text).unwrap_or_else(|| text.clone());
    let (offset, base) = if let Some(rest) = ["мск", "московское", "msk"].iter().find_map(|p| russian.strip_prefix(p))
    {
        (rest, 0)
    } else {
        (["utc", "gmt"].iter().find_map(|p| text.strip_prefix(p))?, -3)
    };
    let offset = offset.trim_end_matches(":00").trim_start_matches("время");
    let hours: i32 = if offset.is_empty() { 0 } else { offset.strip_prefix('+').unwrap_or(offset).parse().ok()? };
    ZONES.iter().find(|(known, _)| *known == hours + base).map(|(_, name)| *name)
}
