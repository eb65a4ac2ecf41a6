//! What the number of a certificate of publication is worth.

use async_trait::async_trait;
use kernel::Result;
use platform::{
    App,
    ports::{Proof, Proofs},
};

use crate::{
    certificates, dates,
    view::{self, Certificate, CertificateState},
};

const FOOT: &str = "Свидетельство подтверждает, что педагогическая практика прошла экспертизу и опубликована в банке \
    практик сети «Учительская». Оно выдаётся бесплатно и не является документом об образовании или о квалификации.";

pub struct Certified;

#[async_trait]
impl Proofs for Certified {
    async fn proof(&self, app: &App, number: &str) -> Result<Option<Proof>> {
        match certificates::by_number(app.reader(), number).await? {
            Some(row) => Ok(Some(proof(view::certificate(app, row).await?))),
            None => Ok(None),
        }
    }
}

fn proof(certificate: Certificate) -> Proof {
    let stands = certificate.state == CertificateState::Genuine;
    let standing = match certificate.withdrawn_at {
        Some(at) => {
            format!("Не действует с {}: публикация отозвана или автор снял своё имя.", dates::in_words(at))
        }
        None => "Выдано сетью «Учительская» и действует.".to_owned(),
    };
    Proof {
        heading: if stands {
            "Свидетельство подлинное"
        } else {
            "Свидетельство отозвано"
        }
        .to_owned(),
        stands,
        standing,
        facts: vec![
            ("Номер", certificate.number),
            ("Автор", certificate.author),
            ("Место работы", certificate.place),
            ("Практика", certificate.title),
            ("Рекомендована", certificate.level.russian().to_owned()),
            ("Редакция", certificate.version.to_string()),
            ("Опубликована", dates::in_words(certificate.published_at)),
            ("Выдано", dates::in_words(certificate.issued_at)),
        ],
        remark: certificate.revised.then_some("После этого автор опубликовал новую редакцию практики."),
        link: Some((certificate.path, "Открыть практику")),
        foot: FOOT,
    }
}
