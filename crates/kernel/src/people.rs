//! How people and organisations are named beside what they did.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{OrgId, PersonId};

/// Kinds of organisations. A region holds municipalities, those hold schools, centres and units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum OrgKind {
    Region,
    Municipality,
    School,
    /// Methodical or psychological centre, institute.
    Centre,
    /// Department or part of another organisation.
    Unit,
    /// Subject association: ШМО, РМО, regional.
    Association,
}

/// An organisation in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrgRef {
    pub id: OrgId,
    pub kind: OrgKind,
    pub short_name: String,
}

/// A person in one line: enough for «Иванова М. П., математика, СОШ № 6».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    pub id: PersonId,
    pub surname: String,
    pub given_name: String,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    /// Codes of [`crate::subject`].
    pub subjects: Vec<String>,
    pub school: Option<OrgRef>,
}

impl PersonRef {
    /// «Иванова Мария Петровна»
    pub fn full_name(&self) -> String {
        let parts = [Some(self.surname.as_str()), Some(self.given_name.as_str()), self.patronymic.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// «Иванова М. П.»
    pub fn short_name(&self) -> String {
        let initial = |name: &str| name.chars().next().map(|c| format!(" {c}.")).unwrap_or_default();
        let patronymic = self.patronymic.as_deref().map(initial).unwrap_or_default();
        format!("{}{}{}", self.surname, initial(&self.given_name), patronymic)
    }
}
