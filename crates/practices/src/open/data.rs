//! A practice in the words of schema.org: a learning resource with the properties of LRMI.

use kernel::PersonRef;
use platform::{App, ports::NAMELESS};
use serde_json::{Value, json};

use super::Told;
use crate::passport::list;

pub fn of(app: &App, told: &Told) -> Value {
    let Told { card, version, row, .. } = told;
    let address = app.address(&card.path);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "name": card.title,
        "description": card.summary,
        "inLanguage": "ru",
        "learningResourceType": card.kind.russian(),
        "educationalLevel": levels(told),
        "about": subjects(told),
        "teaches": teaches(app, told),
        "educationalAlignment": alignment(app, told),
        "audience": { "@type": "EducationalAudience", "educationalRole": "teacher" },
        "author": authors(told),
        "publisher": { "@type": "Organization", "name": "Учительская", "url": app.address("/") },
        "license": version.licence.address(),
        "isAccessibleForFree": true,
        "keywords": list::<String>(&version.keywords),
        "version": version.no,
        "datePublished": row.published_at.map(|at| at.to_rfc3339()),
        "dateModified": version.decided_at.map(|at| at.to_rfc3339()),
    });
    if let Some(fields) = data.as_object_mut() {
        // What is not known is not said.
        fields.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    data
}

fn levels(told: &Told) -> Vec<String> {
    told.card.grades.iter().map(|grade| format!("{grade} класс")).collect()
}

fn subjects(told: &Told) -> Vec<Value> {
    super::subjects(&told.card).into_iter().map(|name| json!({ "@type": "Thing", "name": name })).collect()
}

fn teaches(app: &App, told: &Told) -> Vec<Value> {
    let term = |skill: &skills::SkillChip| {
        json!({
            "@type": "DefinedTerm",
            "name": skill.short,
            "termCode": skill.in_code(),
            "url": app.address(&format!("/skills/{}", skill.id)),
            "inDefinedTermSet": app.address("/skills"),
        })
    };
    told.card.skills.iter().map(term).collect()
}

fn alignment(app: &App, told: &Told) -> Vec<Value> {
    let to = |kind: &str, name: &str| json!({ "@type": "AlignmentObject", "alignmentType": kind, "targetName": name });
    let mut all: Vec<Value> =
        super::subjects(&told.card).into_iter().map(|name| to("educationalSubject", name)).collect();
    all.extend(levels(told).iter().map(|name| to("educationalLevel", name)));
    for skill in &told.card.skills {
        let mut one = to("teaches", &skill.short);
        one["targetDescription"] = json!(skill.in_words());
        one["targetUrl"] = json!(app.address(&format!("/skills/{}", skill.id)));
        one["educationalFramework"] = json!("Умения по предметам и классам");
        all.push(one);
    }
    all
}

fn authors(told: &Told) -> Vec<Value> {
    let school = |name: &String| json!({ "@type": "EducationalOrganization", "name": name });
    // What came from elsewhere is not its importer's.
    match (&told.row.credit_author, &told.row.credit_school) {
        (Some(author), Some(place)) => {
            vec![json!({ "@type": "Person", "name": author, "affiliation": school(place) })]
        }
        (Some(author), None) => vec![json!({ "@type": "Person", "name": author })],
        (None, Some(place)) => vec![school(place)],
        (None, None) => told.authors.iter().map(person).collect(),
    }
}

fn person(author: &Option<PersonRef>) -> Value {
    let Some(author) = author else { return json!({ "@type": "Person", "name": NAMELESS }) };
    let mut person = json!({ "@type": "Person", "name": author.full_name() });
    if let Some(position) = &author.position {
        person["jobTitle"] = json!(position);
    }
    if let Some(school) = &author.school {
        person["affiliation"] = json!({ "@type": "EducationalOrganization", "name": school.short_name });
    }
    person
}
