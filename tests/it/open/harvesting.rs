//! Harvests from the first to the last record, and what a later one learns.

use chrono::TimeDelta;
use kit::{Town, json};

use super::{agrees, experts, import, line, published, visit, xml};
use crate::practices::passport;

/// Identifier, moment, whether it was taken away.
type Header = (String, String, bool);

fn header(node: &xml::Node) -> Header {
    let deleted = node.attributes.get("status").is_some_and(|status| status == "deleted");
    (node.get("identifier").text.clone(), node.get("datestamp").text.clone(), deleted)
}

/// Everything a list gives, token by token, and how many answers it took.
async fn harvested(town: &Town, verb: &str, rest: &str) -> (Vec<Header>, usize) {
    let (mut headers, mut answers) = (Vec::new(), 0);
    let mut query = format!("verb={verb}&metadataPrefix=oai_dc{rest}");
    loop {
        let answer = xml::parse(&visit(town, &format!("/oai?{query}")).await.text);
        answers += 1;
        if let Some(error) = answer.find("error") {
            assert_eq!(error.attributes["code"], "noRecordsMatch", "{query}");
            return (headers, answers);
        }
        let list = answer.get(verb);
        let before = headers.len();
        headers.extend(list.all("header").into_iter().map(header));
        for record in list.all("record") {
            let told = header(record.get("header"));
            assert_eq!(record.find("metadata").is_none(), told.2, "what was taken away says nothing");
            headers.push(told);
        }
        let Some(token) = list.find("resumptionToken") else { return (headers, answers) };
        assert_eq!(token.attributes["cursor"], before.to_string());
        if token.text.is_empty() {
            assert_eq!(token.attributes["completeListSize"], headers.len().to_string());
            return (headers, answers);
        }
        query = format!("verb={verb}&resumptionToken={}", token.text);
    }
}

fn number(header: &Header) -> &str {
    header.0.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_long_list_comes_in_parts_that_miss_nothing_and_repeat_nothing() {
    let town = Town::new().await;
    let subject = |n: usize| if n.is_multiple_of(2) { "math" } else { "physics" };
    let lines: Vec<String> =
        (1..=250).map(|n| line(&format!("p{n}"), &format!("Полоска {n}"), subject(n), "cc_by")).collect();
    import(&town, &lines).await;
    for verb in ["ListIdentifiers", "ListRecords"] {
        let (headers, answers) = harvested(&town, verb, "").await;
        let mut numbers: Vec<usize> = headers.iter().map(|one| number(one).parse().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!((numbers, answers), ((1..=250).collect(), 3), "{verb}");
    }
    let (half, answers) = harvested(&town, "ListRecords", "&set=physics").await;
    assert_eq!((half.len(), answers), (125, 2));
    assert!(half.iter().all(|one| !number(one).parse::<usize>().unwrap().is_multiple_of(2)));
    // A token of one list does not go on with another.
    let first = xml::parse(&visit(&town, "/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text);
    let token = first.get("ListRecords").get("resumptionToken").text.clone();
    let wrong = visit(&town, &format!("/oai?verb=ListIdentifiers&resumptionToken={token}")).await.text;
    assert!(wrong.contains("badResumptionToken"));
    // One that came back changed is refused or harmless, never a failure.
    for at in (0..token.len()).step_by(7) {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'3' { b'9' } else { b'3' };
        let changed = String::from_utf8(changed).unwrap();
        let answer = visit(&town, &format!("/oai?verb=ListRecords&resumptionToken={changed}")).await;
        assert!(matches!(answer.status.as_u16(), 200 | 503), "{changed}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_later_harvest_learns_what_came_what_changed_and_what_went() {
    let town = Town::new().await;
    experts(&town).await;
    let lines = ["p2", "p3"].map(|id| line(id, &format!("Полоска {id}"), "math", "cc_by"));
    let id = published(&town, passport("Полоска")).await;
    import(&town, &lines).await;
    let (all, _) = harvested(&town, "ListRecords", "").await;
    assert_eq!(all.len(), 3);
    town.clock.advance(TimeDelta::hours(1));
    assert!(harvested(&town, "ListRecords", "&from=2026-10-05T04:00:01Z").await.0.is_empty());
    let ana = town.person("ana").await;
    ana.post(&format!("/practices/{id}/archive"), json!({})).await.ok();
    import(&town, &[line("p3", "Полоска иначе", "math", "cc_by"), line("p4", "Верёвка", "math", "cc_by")]).await;
    // One that goes inside is told as taken away; what was inside from the beginning is not told at all.
    import(&town, &[line("p2", "Для своих", "math", "network"), line("p5", "Тихий омут", "math", "network")]).await;
    let (later, _) = harvested(&town, "ListRecords", "&from=2026-10-05T04:00:01Z&set=math").await;
    let mut told: Vec<(&str, bool)> = later.iter().map(|one| (number(one), one.2)).collect();
    told.sort_unstable();
    assert_eq!(told, [("1", true), ("2", true), ("3", false), ("4", false)]);
    assert!(later.iter().all(|one| one.1 == "2026-10-05T05:00:00Z"));
    assert!(harvested(&town, "ListRecords", "&until=2026-10-05T04:59:59Z").await.0.is_empty());
    assert_eq!(harvested(&town, "ListRecords", "&until=2026-10-05T05:00:00Z").await.0.len(), 4);
    assert_eq!(harvested(&town, "ListIdentifiers", "&from=2026-10-05&until=2026-10-05").await.0.len(), 4);
    let gone = visit(&town, "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/1").await;
    assert!(gone.text.contains("status=\"deleted\"") && !gone.text.contains("Полоска"), "{}", gone.text);
    ana.post(&format!("/practices/{id}/restore"), json!({})).await.ok();
    town.settle().await;
    let back = visit(&town, "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:practice/1").await;
    assert!(back.text.contains("<dc:title>Полоска</dc:title>"));
}

#[tokio::test]
async fn a_name_that_comes_or_goes_is_a_change() {
    let town = Town::new().await;
    experts(&town).await;
    published(&town, passport("Полоска")).await;
    town.clock.advance(TimeDelta::minutes(1));
    let ana = town.person("ana").await;
    let consent = agrees(&ana).await;
    town.settle().await;
    assert_eq!(harvested(&town, "ListRecords", "&from=2026-10-05T04:01:00Z").await.0.len(), 1);
    town.clock.advance(TimeDelta::minutes(1));
    ana.delete(&format!("/me/consents/{consent}")).await.ok();
    // Before anybody has noticed, the record is old, but names nobody.
    let page = visit(&town, "/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text;
    assert!(!page.contains("Анисимова"), "{page}");
    town.settle().await;
    assert_eq!(harvested(&town, "ListRecords", "&from=2026-10-05T04:02:00Z").await.0.len(), 1);
}
