//! What a row says about an organisation, and what that means for one that is known.

use kernel::{OrgId, OrgKind};

use super::{columns::Column, places::Places, record::Record, remark::Report, spelling, vocabulary};
use crate::{entity::organisation, names, organisations::Change, policy, words::AssociationLevel};

#[derive(Clone, Debug)]
pub struct Body {
    pub row: u32,
    pub key: String,
    pub kind: Option<OrgKind>,
    /// As written.
    pub parent: Option<String>,
    pub legal_name: Option<String>,
    pub short_name: Option<String>,
    pub school_type: Option<String>,
    pub place: Option<String>,
    pub time_zone: Option<String>,
    pub code: Option<String>,
    pub subject: Option<String>,
    pub level: Option<AssociationLevel>,
}

impl Body {
    pub fn read(record: &Record<'_>, report: &mut Report) -> Self {
        let mut text = |column, limit| limited(record, column, limit, report);
        let legal_name = text(Column::LegalName, 400);
        let short_name = text(Column::ShortName, 160);
        let school_type = text(Column::SchoolType, 60);
        let place = text(Column::Place, 160);
        let code = text(Column::Code, 40);
        let mut word = |column, lookup: &dyn Fn(&str) -> bool, expected: &str| {
            let text = record.text(column, report)?;
            if lookup(&text) {
                return Some(text);
            }
            report.error(record.number(), column, format!("«{text}» не понимаем; ждём: {expected}"));
            None
        };
        let kinds = "регион, муниципалитет, школа, центр, отдел, объединение";
        let kind = word(Column::Kind, &|t| vocabulary::kind(t).is_some(), kinds).and_then(|t| vocabulary::kind(&t));
        let zones = "МСК, МСК+2, UTC+5 или Asia/Yekaterinburg";
        let zone = word(Column::TimeZone, &|t| vocabulary::zone(t).is_some(), zones);
        let levels = "школьное, муниципальное, региональное";
        let level =
            word(Column::Level, &|t| vocabulary::level(t).is_some(), levels).and_then(|t| vocabulary::level(&t));
        let single = |t: &str| vocabulary::subjects(t).is_some_and(|codes| codes.len() == 1);
        let subject = word(Column::Subject, &single, &format!("один предмет: {}", vocabulary::subject_names()));
        Self {
            row: record.number(),
            key: record.key.clone(),
            kind,
            parent: record.text(Column::Parent, report),
            legal_name,
            short_name,
            school_type,
            place,
            time_zone: zone.and_then(|t| vocabulary::zone(&t)).map(str::to_owned),
            code,
            subject: subject.and_then(|t| vocabulary::subjects(&t)).and_then(|c| c.first().map(|c| (*c).to_owned())),
            level,
        }
    }

    /// Each of the two names stands in for the other.
    pub fn names(&self) -> Option<(&String, &String)> {
        let legal = self.legal_name.as_ref().or(self.short_name.as_ref())?;
        Some((legal, self.short_name.as_ref().unwrap_or(legal)))
    }

    /// Could the organisation be made here? Says what is wrong.
    pub fn check_new(&self, kind: Option<OrgKind>, parent: Option<OrgKind>, report: &mut Report) {
        let Some(kind) = kind else {
            report.error(self.row, Column::Kind, "не заполнено: новой организации нужен вид");
            return;
        };
        match self.names() {
            None => report.error(self.row, Column::LegalName, "не заполнено: впишите полное или краткое наименование"),
            Some((_, short)) if short.chars().count() > 160 => {
                report.error(self.row, Column::ShortName, "не заполнено, а полное длиннее 160 знаков: впишите краткое");
            }
            Some(_) => {}
        }
        if !policy::stands_under(kind, parent) {
            report.error(self.row, Column::Parent, misplaced(kind, parent));
        }
        self.check_subject(kind, report);
    }

    pub fn check_subject(&self, kind: OrgKind, report: &mut Report) {
        if kind != OrgKind::Association && self.subject.is_some() {
            report.error(self.row, Column::Subject, "предмет бывает только у объединения: очистите ячейку");
        }
    }

    /// What differs from what is known, in words and as a change. Kind and parent never change.
    pub fn compare(
        &self,
        known: &organisation::Model,
        parent: Option<OrgId>,
        places: &Places,
        report: &mut Report,
    ) -> (Change, Vec<String>) {
        if let Some(kind) = self.kind.filter(|kind| *kind != known.kind) {
            let (old, new) = (vocabulary::kind_name(known.kind), vocabulary::kind_name(kind));
            report.error(self.row, Column::Kind, format!("вид не меняется: записано «{old}», в файле «{new}»"));
        }
        if self.parent.is_some() && parent.is_some() && parent != known.parent_id {
            let old = known.parent_id.and_then(|id| places.get(id)).map(|p| p.short_name.as_str()).unwrap_or("ничего");
            report.error(self.row, Column::Parent, format!("подчинение не меняется: записано «{old}»"));
        }
        self.check_subject(known.kind, report);
        if self.level.is_some() && self.level != known.level {
            report.warn(self.row, Column::Level, "уровень объединения после создания не меняется: оставлен прежний");
        }
        let mut said = Vec::new();
        let mut differs = |column: Column, wanted: &Option<String>, held: Option<&String>| {
            let wanted = wanted.as_ref().filter(|wanted| Some(*wanted) != held)?;
            let old = held.map(|old| format!("«{old}» → ")).unwrap_or_default();
            said.push(format!("{}: {old}«{wanted}»", column.title()));
            Some(wanted.clone())
        };
        let change = Change {
            version: known.version,
            legal_name: differs(Column::LegalName, &self.legal_name, Some(&known.legal_name)),
            short_name: differs(Column::ShortName, &self.short_name, Some(&known.short_name)),
            place: differs(Column::Place, &self.place, known.place.as_ref()).map(Some),
            school_type: differs(Column::SchoolType, &self.school_type, known.school_type.as_ref()).map(Some),
            time_zone: differs(Column::TimeZone, &self.time_zone, Some(&known.time_zone)),
            code: differs(Column::Code, &self.code, known.code.as_ref()).map(Some),
            subject: differs(Column::Subject, &self.subject, known.subject.as_ref()).map(Some),
            about: None,
            closed: None,
        };
        (change, said)
    }

    /// Is this the organisation, founded by hand and never given a key?
    pub fn is_same(&self, known: &organisation::Model, kind: OrgKind, parent: Option<OrgId>) -> bool {
        let short = self.names().map(|(_, short)| names::words(short));
        known.external_key.is_none()
            && known.kind == kind
            && known.parent_id == parent
            && short.is_some_and(|short| short == names::words(&known.short_name))
    }
}

fn limited(record: &Record<'_>, column: Column, limit: usize, report: &mut Report) -> Option<String> {
    let text = record.text(column, report)?;
    let length = text.chars().count();
    if length > limit {
        report.error(record.number(), column, format!("{length} знаков, а помещается {limit}: сократите"));
        return None;
    }
    if spelling::has_latin(&text) && column == Column::ShortName && !text.chars().any(|c| ('а'..='я').contains(&c)) {
        report.warn(record.number(), column, format!("«{text}» написано латинскими буквами: проверьте"));
    }
    Some(text)
}

fn misplaced(kind: OrgKind, parent: Option<OrgKind>) -> String {
    let name = vocabulary::kind_name(kind);
    let all = [OrgKind::Region, OrgKind::Municipality, OrgKind::School, OrgKind::Centre, OrgKind::Unit];
    let good: Vec<&str> =
        all.into_iter().filter(|p| policy::stands_under(kind, Some(*p))).map(vocabulary::kind_name).collect();
    match parent {
        Some(_) if good.is_empty() => "регион ни во что не входит: очистите ячейку".into(),
        Some(parent) => {
            format!("«{name}» не может входить в «{}»; может в: {}", vocabulary::kind_name(parent), good.join(", "))
        }
        None => format!("не заполнено: «{name}» входит в одно из: {}", good.join(", ")),
    }
}
