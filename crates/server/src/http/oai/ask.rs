//! What a harvester asks: arguments read strictly, as the protocol lists them per verb.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use kernel::{PageCursor, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The only format.
pub const FORMAT: &str = "oai_dc";
const DAY: &str = "%Y-%m-%d";
const SECOND: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Errors of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    BadVerb(&'static str),
    BadArgument(String),
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Identify,
    Formats { identifier: Option<String> },
    Sets,
    Record { identifier: String },
    List(Listing),
}

/// A list of records, or of their headers, from somewhere on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// With their contents.
    #[serde(rename = "r")]
    pub full: bool,
    #[serde(rename = "f", skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Timestamp>,
    /// Not this moment itself.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Timestamp>,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none", default)]
    pub set: Option<String>,
    /// The last record given.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none", default)]
    pub after: Option<(Timestamp, Uuid)>,
    /// How many were given before.
    #[serde(rename = "n", default)]
    pub given: u64,
}

impl Listing {
    /// Tokens travel through foreign hands; nothing may come back that no list of ours could say.
    fn is_sane(&self) -> bool {
        let moments = [self.from, self.before, self.after.map(|(at, _)| at)];
        moments.iter().flatten().all(|at| (0..=9999).contains(&at.year()))
            && self.set.as_deref().is_none_or(|set| set.split(':').all(is_word))
    }
}

/// Arguments as they came.
pub struct Arguments {
    pairs: Vec<(String, String)>,
}

type Faults = Vec<Fault>;

impl Arguments {
    pub fn read(form: &[u8]) -> Self {
        Self { pairs: url::form_urlencoded::parse(form).into_owned().collect() }
    }

    /// For the echo in the answer.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// # Errors
    /// Everything wrong with the request itself.
    pub fn ask(&self) -> Result<Ask, Faults> {
        let verbs: Vec<&str> = self.pairs().filter(|(name, _)| *name == "verb").map(|(_, verb)| verb).collect();
        let verb = match verbs[..] {
            [] => return Err(vec![Fault::BadVerb("the verb is missing")]),
            [verb] => verb,
            _ => return Err(vec![Fault::BadVerb("the verb is repeated")]),
        };
        match verb {
            "Identify" => self.only(&[], &[]).map(|()| Ask::Identify),
            "ListMetadataFormats" => {
                self.only(&[], &["identifier"])?;
                Ok(Ask::Formats { identifier: self.get("identifier").map(str::to_owned) })
            }
            "ListSets" => {
                self.only(&[], &["resumptionToken"])?;
                // The list of sets is never cut, so no token of it was ever given.
                if self.get("resumptionToken").is_some() { Err(vec![Fault::BadResumptionToken]) } else { Ok(Ask::Sets) }
            }
            "GetRecord" => {
                self.only(&["identifier", "metadataPrefix"], &[])?;
                self.format()?;
                Ok(Ask::Record { identifier: self.get("identifier").unwrap_or_default().to_owned() })
            }
            "ListIdentifiers" => self.list(false),
            "ListRecords" => self.list(true),
            _ => Err(vec![Fault::BadVerb("there is no such verb")]),
        }
    }

    fn list(&self, full: bool) -> Result<Ask, Faults> {
        if self.get("resumptionToken").is_some() {
            self.only(&["resumptionToken"], &[])?;
            let token: Option<Listing> = PageCursor::decode(self.get("resumptionToken").unwrap_or_default()).ok();
            let token = token.filter(|token| token.full == full && token.after.is_some() && token.is_sane());
            return token.map(Ask::List).ok_or_else(|| vec![Fault::BadResumptionToken]);
        }
        self.only(&["metadataPrefix"], &["from", "until", "set"])?;
        let (from, before) = self.period()?;
        let set = self.get("set").map(str::to_owned);
        if set.as_deref().is_some_and(|set| !set.split(':').all(is_word)) {
            return Err(vec![Fault::BadArgument("set is not the name of a set".to_owned())]);
        }
        self.format()?;
        Ok(Ask::List(Listing { full, from, before, set, after: None, given: 0 }))
    }

    /// Required, optional, nothing else, nothing twice, nothing empty.
    fn only(&self, required: &[&str], optional: &[&str]) -> Result<(), Faults> {
        let mut faults = Vec::new();
        let mut bad = |text: String| faults.push(Fault::BadArgument(text));
        for name in required.iter().filter(|name| self.get(name).is_none()) {
            bad(format!("{name} is missing"));
        }
        let mut seen = vec!["verb"];
        for (name, value) in self.pairs().filter(|(name, _)| *name != "verb") {
            if !required.contains(&name) && !optional.contains(&name) {
                bad(format!("{name} does not belong here"));
            } else if seen.contains(&name) {
                bad(format!("{name} is repeated"));
            } else if value.is_empty() && name != "resumptionToken" {
                bad(format!("{name} is empty"));
            }
            seen.push(name);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn format(&self) -> Result<(), Faults> {
        match self.get("metadataPrefix") {
            Some(FORMAT) => Ok(()),
            Some(prefix) if is_word(prefix) => Err(vec![Fault::CannotDisseminateFormat]),
            _ => Err(vec![Fault::BadArgument("metadataPrefix is not the name of a format".to_owned())]),
        }
    }

    /// From the first moment on, and up to the first moment after.
    fn period(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), Faults> {
        let bad = |text: &str| vec![Fault::BadArgument(text.to_owned())];
        let read = |name: &str| match self.get(name) {
            None => Ok(None),
            Some(text) => moment(text).map(Some).ok_or_else(|| bad(&format!("{name} is not a date"))),
        };
        let (from, until) = (read("from")?, read("until")?);
        if let (Some((first, exact)), Some((last, alike))) = (from, until) {
            if exact != alike {
                return Err(bad("from and until differ in granularity"));
            }
            if first > last {
                return Err(bad("from is later than until"));
            }
        }
        let before = |(at, exact): (Timestamp, bool)| {
            at.checked_add_signed(if exact { TimeDelta::seconds(1) } else { TimeDelta::days(1) }).unwrap_or(at)
        };
        Ok((from.map(|(at, _)| at), until.map(before)))
    }
}

/// A day, or a moment to the second; and whether it is the latter.
fn moment(text: &str) -> Option<(Timestamp, bool)> {
    if ![10, 20].contains(&text.len()) {
        return None;
    }
    let exact = text.len() == 20;
    let shape = if exact { SECOND } else { DAY };
    let at = if exact {
        NaiveDateTime::parse_from_str(text, shape).ok()?
    } else {
        NaiveDate::parse_from_str(text, shape).ok()?.and_hms_opt(0, 0, 0)?
    };
    // The parser forgives signs, spaces and missing zeros; the protocol does not.
    (at.format(shape).to_string() == text).then(|| (DateTime::<Utc>::from_naive_utc_and_offset(at, Utc), exact))
}

/// Characters that names of formats and sets are made of.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b))
}
