//! The protocol for harvesters, verb by verb and error by error.

use kit::{Town, json};

use super::{experts, import, line, published, visit, xml};
use crate::practices::passport;

const RECORDS: &str = "/oai?verb=ListRecords&metadataPrefix=oai_dc";

async fn asked(town: &Town, query: &str) -> xml::Node {
    let answer = visit(town, &format!("/oai?{query}")).await;
    assert_eq!(answer.status, 200, "{query}");
    assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
    xml::parse(&answer.text)
}

/// Codes of the errors in an answer.
async fn errors(town: &Town, query: &str) -> Vec<String> {
    let answer = asked(town, query).await;
    answer.all("error").iter().map(|error| error.attributes["code"].clone()).collect()
}

#[tokio::test]
async fn the_house_says_what_it_is() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    let answer = asked(&town, "verb=Identify").await;
    assert_eq!(answer.attributes["xmlns"], "http://www.openarchives.org/OAI/2.0/");
    assert_eq!(answer.get("responseDate").text, "2026-10-05T04:00:00Z");
    assert_eq!(answer.get("request").attributes["verb"], "Identify");
    let told = answer.get("Identify");
    let words: Vec<(&str, &str)> =
        told.children.iter().map(|child| (child.name.as_str(), child.text.as_str())).collect();
    let base = format!("{}/oai", town.url);
    assert_eq!(
        words,
        [
            ("repositoryName", "Учительская: банк педагогических практик"),
            ("baseURL", base.as_str()),
            ("protocolVersion", "2.0"),
            ("adminEmail", "staffroom@localhost.localdomain"),
            ("earliestDatestamp", "2026-10-05T04:00:00Z"),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ]
    );
    let named = Town::with(|config| {
        config.http.public_url = "https://bank.school.example/".into();
        config.mail.from = "Учительская <bank@school.example>".into();
    })
    .await;
    let answer = asked(&named, "verb=Identify").await;
    let told = answer.get("Identify");
    assert_eq!(told.get("baseURL").text, "https://bank.school.example/oai");
    assert_eq!(told.get("adminEmail").text, "bank@school.example");
    let scheme = told.get("description").get("oai-identifier");
    assert_eq!(scheme.get("repositoryIdentifier").text, "bank.school.example");
    assert_eq!(scheme.get("sampleIdentifier").text, "oai:bank.school.example:practice/1");
}

#[tokio::test]
async fn formats_and_sets_are_told() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    for query in ["verb=ListMetadataFormats", "verb=ListMetadataFormats&identifier=oai:127.0.0.1:practice/1"] {
        let answer = asked(&town, query).await;
        let format = answer.get("ListMetadataFormats").get("metadataFormat");
        assert_eq!(format.get("metadataPrefix").text, "oai_dc");
        assert_eq!(format.get("metadataNamespace").text, "http://www.openarchives.org/OAI/2.0/oai_dc/");
    }
    let sets = asked(&town, "verb=ListSets").await;
    let sets = sets.get("ListSets").all("set");
    assert_eq!(sets.len(), kernel::subject::SUBJECTS.len());
    assert!(sets.iter().any(|set| set.get("setSpec").text == "math" && set.get("setName").text == "Математика"));
}

#[tokio::test]
async fn a_record_says_in_dublin_core_what_the_practice_is() {
    let town = Town::new().await;
    experts(&town).await;
    let title = "Полоска <b>&</b> \"сотая\" \u{1F9EE} שלום";
    published(&town, passport(title)).await;
    let answer = asked(&town, "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/1").await;
    let record = answer.get("GetRecord").get("record");
    let header = record.get("header");
    assert_eq!(header.get("identifier").text, "oai:127.0.0.1:practice/1");
    assert_eq!(header.get("datestamp").text, "2026-10-05T04:00:00Z");
    assert_eq!(header.texts("setSpec"), ["math"]);
    let dc = record.get("metadata").get("oai_dc:dc");
    assert_eq!(dc.texts("dc:title"), [title]);
    assert!(dc.texts("dc:creator").is_empty(), "Ana did not agree to be named");
    assert_eq!(dc.texts("dc:subject"), ["Математика", "проценты", "полоска"]);
    assert_eq!(dc.texts("dc:description"), ["Дети складывают полоску и видят сотую долю."]);
    assert_eq!(dc.texts("dc:date"), ["2026-10-05"]);
    assert_eq!(dc.texts("dc:type"), ["Text", "Приём"]);
    assert_eq!(dc.texts("dc:identifier"), [format!("{}/b/1", town.url)]);
    assert_eq!(dc.texts("dc:language"), ["ru"]);
    assert_eq!(dc.texts("dc:rights"), ["https://creativecommons.org/licenses/by/4.0/"]);
}

#[tokio::test]
async fn a_form_in_the_body_asks_the_same() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    let stranger = town.stranger();
    let request = stranger.client.post(format!("{}/oai", town.url));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let posted = stranger.send(request.body("verb=ListRecords&metadataPrefix=oai_dc")).await;
    assert_eq!(posted.text, visit(&town, RECORDS).await.text);
}

#[tokio::test]
async fn every_error_of_the_protocol_is_told_by_its_code() {
    let town = Town::new().await;
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    let cases: &[(&str, &[&str])] = &[
        ("", &["badVerb"]),
        ("verb=", &["badVerb"]),
        ("verb=identify", &["badVerb"]),
        ("verb=Identify&verb=Identify", &["badVerb"]),
        ("verb=Identify&metadataPrefix=oai_dc", &["badArgument"]),
        ("verb=ListSets&set=math", &["badArgument"]),
        ("verb=ListSets&resumptionToken=x", &["badResumptionToken"]),
        ("verb=GetRecord", &["badArgument", "badArgument"]),
        ("verb=GetRecord&identifier=oai:127.0.0.1:practice/1", &["badArgument"]),
        ("verb=GetRecord&metadataPrefix=marc21&identifier=oai:127.0.0.1:practice/1", &["cannotDisseminateFormat"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/2", &["idDoesNotExist"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/01", &["idDoesNotExist"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.example:practice/1", &["idDoesNotExist"]),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%22%3E", &["idDoesNotExist"]),
        ("verb=ListMetadataFormats&identifier=nothing", &["idDoesNotExist"]),
        ("verb=ListRecords", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=marc21", &["cannotDisseminateFormat"]),
        ("verb=ListRecords&metadataPrefix=%3Cx%3E", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-05T04:00:00", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-05T04:00Z", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-1-%2005", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=%2B12026-10-05", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=&until=", &["badArgument", "badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-05&until=2026-10-06T00:00:00Z", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-06&until=2026-10-05", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", &["noRecordsMatch"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", &["noRecordsMatch"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=physics", &["noRecordsMatch"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=mat", &["noRecordsMatch"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%25", &["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", &["badArgument"]),
        ("verb=ListRecords&resumptionToken=", &["badResumptionToken"]),
        ("verb=ListRecords&resumptionToken=7b7d", &["badResumptionToken"]),
        ("verb=ListIdentifiers&resumptionToken=%00", &["badResumptionToken"]),
    ];
    for (query, expected) in cases {
        assert_eq!(errors(&town, query).await, *expected, "{query}");
    }
    let refused = asked(&town, "verb=ListRecords&metadataPrefix=oai_dc&from=x").await;
    assert!(refused.get("request").attributes.is_empty(), "what makes no sense is not repeated");
    assert_eq!(refused.get("request").text, format!("{}/oai", town.url));
}

#[tokio::test]
async fn harvesters_that_do_not_wait_are_told_to() {
    let town = Town::with(|config| config.limits.anonymous_per_minute = 2).await;
    visit(&town, "/oai?verb=Identify").await;
    visit(&town, "/oai?verb=Identify").await;
    let wait = visit(&town, "/oai?verb=Identify").await;
    assert_eq!(wait.status, 503);
    assert!(wait.headers.contains_key("retry-after"));
    // Whoever reads pages shares their address with a whole school.
    import(&town, &[line("p1", "Полоска", "math", "cc_by")]).await;
    assert!(visit(&town, "/b/1").await.text.contains("Полоска"));
    assert_eq!(json!(visit(&town, "/robots.txt").await.status.as_u16()), 200);
}
