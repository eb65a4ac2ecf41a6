//! Lists of organisations and people from spreadsheets: what they bring in, and what a second run leaves alone.

use std::io;

use accounts::{
    entity::{affiliation, invitation, organisation, person, role_grant},
    import::{self, Kept, Link, Observer, Order, Report, What},
    people,
};
use kit::{Answer, Town, expect, json};
use sea_orm::entity::prelude::*;

const PEOPLE: &str = "Ключ;Фамилия;Имя;Отчество;Должность;Предметы;Классы;Организация;Объединения;Роль;Почта\n\
    т-1;Берёзкина;Анна;Львовна;учитель математики;математика, ОБЖ;5-7, 9;МБОУ СОШ № 6;;;berezkina@town.example\n\
    т-2;Полевой;Иван;;завуч;;;school12;association;заместитель директора; \n";

/// Runs an import of a text.
pub async fn bring(town: &Town, order: &Order, text: &str) -> (Report, Vec<Link>) {
    bring_bytes(town, order, text.as_bytes().to_vec()).await
}

pub async fn bring_bytes(town: &Town, order: &Order, bytes: Vec<u8>) -> (Report, Vec<Link>) {
    let mut kept = Kept::default();
    let report = import::run(&town.app, order, bytes, &mut kept).await.unwrap();
    (report, kept.links)
}

pub fn people_order() -> Order {
    Order::new(What::People, "люди.csv")
}

fn organisations_order() -> Order {
    Order::new(What::Organisations, "организации.csv")
}

/// All errors, one a line.
pub fn errors(report: &Report) -> String {
    report.errors.kept.iter().map(|e| format!("{e}\n")).collect()
}

fn warnings(report: &Report) -> String {
    report.warnings.kept.iter().map(|e| format!("{e}\n")).collect()
}

fn steps(report: &Report) -> String {
    report.steps.kept.iter().map(|e| format!("{e}\n")).collect()
}

fn counts(report: &Report) -> (usize, usize, usize) {
    (report.created, report.changed, report.same)
}

async fn find(town: &Town, key: &str) -> person::Model {
    people::by_external_key(town.app.reader(), key).await.unwrap().unwrap()
}

async fn head(town: &Town) -> i64 {
    platform::feed::head(town.app.reader()).await.unwrap()
}

fn newcomer(link: &Link, login: &str) -> kit::Value {
    let token = link.address.split("/i/").nth(1).unwrap();
    json!({
        "token": token, "surname": "Берёзкина", "given_name": "Анна", "patronymic": "Львовна", "login": login,
        "password": "звонок-на-урок-5", "consent_version": 1,
    })
}

async fn come_in(town: &Town, link: &Link, login: &str) -> Answer {
    town.stranger().post("/auth/invitation/accept", newcomer(link, login)).await
}

#[tokio::test]
async fn organisations_come_in_parents_first_whatever_the_order_of_rows() {
    let town = Town::new().await;
    let text = "в составе;Вид;КЛЮЧ;Краткое наименование;Полное название;Тип школы;Населенный пункт;Часовой пояс;Код;Предмет;Уровень\n\
        н-район;школа;н-5;СОШ № 5;;СОШ;с. Дальнее;;0017;;\n\
        н-район;РМО;н-рмо;РМО физиков;;;;;;физика;районное\n\
        ;регион;н-край;Новый край;;;;Asia/Omsk;55;;\n\
        н-край;район;н-район;Новый район;;;;МСК+4;;;\n";
    let (report, _) = bring(&town, &organisations_order(), text).await;
    assert_eq!(errors(&report), "");
    assert_eq!(counts(&report), (4, 0, 0));
    let all = organisation::Entity::find().all(town.app.reader()).await.unwrap();
    let by = |key: &str| all.iter().find(|o| o.external_key.as_deref() == Some(key)).unwrap();
    assert_eq!(by("н-5").parent_id, Some(by("н-район").id));
    assert_eq!(by("н-5").time_zone, "Asia/Krasnoyarsk", "that of the district");
    assert_eq!(by("н-5").legal_name, "СОШ № 5");
    assert_eq!(by("н-5").code.as_deref(), Some("0017"));
    assert_eq!(by("н-край").time_zone, "Asia/Omsk");
    assert_eq!(by("н-рмо").subject.as_deref(), Some("physics"));

    let before = head(&town).await;
    let (report, _) = bring(&town, &organisations_order(), text).await;
    assert_eq!(counts(&report), (0, 0, 4));
    assert_eq!(head(&town).await, before, "the second time nothing happens");
}

#[tokio::test]
async fn an_organisation_is_changed_where_it_differs_and_never_emptied() {
    let town = Town::new().await;
    let text = "ключ;вид;в составе;краткое наименование;населённый пункт;тип школы\n\
        school6;;;МБОУ СОШ № 6 им. Грачёва;;СОШ\n";
    let (report, _) = bring(&town, &organisations_order(), text).await;
    expect!["строка 2: краткое наименование: «МБОУ СОШ № 6» → «МБОУ СОШ № 6 им. Грачёва»\n"].assert_eq(&steps(&report));
    let row = accounts::organisations::by_external_key(town.app.reader(), "school6").await.unwrap().unwrap();
    assert_eq!((row.place.as_deref(), row.version), (Some("с. Журавли"), 2));

    let text = "ключ;вид;в составе\nschool6;центр;farland\n";
    let (report, _) = bring(&town, &organisations_order(), text).await;
    expect![[r#"
        строка 2, «вид»: вид не меняется: записано «школа», в файле «центр»
        строка 2, «в составе»: подчинение не меняется: записано «Журавлинский район»
    "#]]
    .assert_eq(&errors(&report));
}

#[tokio::test]
async fn what_is_wrong_with_organisations_is_said_row_by_row_and_nothing_is_written() {
    let town = Town::new().await;
    let before = head(&town).await;
    let text = "ключ;вид;в составе;краткое наименование;часовой пояс;предмет\n\
        а;школа;district;Хорошая школа;;\n\
        б;кружок;district;Кружок;;\n\
        в;школа;;Ничья школа;;\n\
        г;школа;school6;Школа в школе;;\n\
        д;центр;е;Круг;;\n\
        е;отдел;д;Круг;;\n\
        ж;школа;district;;Луна+1;химия\n\
        а;школа;district;Ещё одна;;\n\
        ;школа;district;Без ключа;;\n\
        з;школа;нигде;Потерянная;;\n";
    let (report, _) = bring(&town, &organisations_order(), text).await;
    expect![[r#"
        строка 9, «ключ»: ключ «а» уже есть в строке 2: у каждой строки свой ключ
        строка 10, «ключ»: нет ключа: впишите код, по которому строка узнаётся при повторном импорте
        строка 3, «вид»: «кружок» не понимаем; ждём: регион, муниципалитет, школа, центр, отдел, объединение
        строка 8, «часовой пояс»: «Луна+1» не понимаем; ждём: МСК, МСК+2, UTC+5 или Asia/Yekaterinburg
        строка 11, «в составе»: не нашли организацию «нигде»: впишите её ключ или сначала загрузите организации (import organisations)
        строка 6, «в составе»: организации входят друг в друга по кругу: исправьте ключи
        строка 7, «в составе»: организации входят друг в друга по кругу: исправьте ключи
        строка 3, «вид»: не заполнено: новой организации нужен вид
        строка 4, «в составе»: не заполнено: «школа» входит в одно из: регион, муниципалитет
        строка 5, «в составе»: «школа» не может входить в «школа»; может в: регион, муниципалитет
        строка 8, «полное наименование»: не заполнено: впишите полное или краткое наименование
        строка 8, «предмет»: предмет бывает только у объединения: очистите ячейку
    "#]]
    .assert_eq(&errors(&report));
    assert_eq!(head(&town).await, before);
}

#[tokio::test]
async fn people_come_in_with_places_roles_and_a_link_each() {
    let town = Town::new().await;
    let (report, links) = bring(&town, &people_order(), PEOPLE).await;
    assert_eq!(errors(&report), "");
    assert_eq!((counts(&report), report.links), ((2, 0, 0), 2));
    expect![[r#"
        строка 2: новый человек: Берёзкина Анна Львовна (МБОУ СОШ № 6)
        строка 3: новый человек: Полевой Иван (МБОУ ООШ № 12 п. Малый Увал)
    "#]]
    .assert_eq(&steps(&report));
    assert_eq!((links[0].key.as_str(), links[0].name.as_str()), ("т-1", "Берёзкина Анна Львовна"));
    assert_eq!((links[0].organisation.as_str(), links[0].until.as_str()), ("МБОУ СОШ № 6", "04.12.2026"));
    assert!(links[0].address.starts_with(&format!("{}/i/", town.url)));

    let known = find(&town, "т-1").await;
    assert_eq!((known.grades.as_str(), known.time_zone.as_str()), ("5,6,7,9", "Asia/Yekaterinburg"));
    let lea = town.person("lea").await;
    let ivan = lea.get(&format!("/people/{}", find(&town, "т-2").await.id)).await.ok();
    let orgs: Vec<&str> =
        ivan["affiliations"].as_array().unwrap().iter().map(|a| a["org"]["short_name"].as_str().unwrap()).collect();
    assert_eq!(orgs, ["МБОУ ООШ № 12 п. Малый Увал", "РМО учителей математики"]);

    let mut anna = town.stranger();
    anna.take_session(&come_in(&town, &links[0], "berezkina").await);
    let me = anna.get("/me").await.ok();
    assert_eq!(me["id"], known.id.to_string(), "the imported record, not another person");
    assert_eq!(me["subjects"], json!(["math", "obzr"]));
    assert_eq!(me["position"], "учитель математики");
    assert_eq!(me["affiliations"].as_array().unwrap().len(), 1);
    assert_eq!(me["grants"].as_array().unwrap().len(), 1);
    assert_eq!(me["grants"][0]["basis"], "Список «люди.csv»");
    kit::check(&come_in(&town, &links[0], "somebody").await, expect!["410 link_expired"]);
}

#[tokio::test]
async fn the_same_people_twice_change_nothing_and_make_no_second_link() {
    let town = Town::new().await;
    bring(&town, &people_order(), PEOPLE).await;
    let before = head(&town).await;
    let (report, links) = bring(&town, &people_order(), PEOPLE).await;
    assert_eq!((counts(&report), report.links), ((0, 0, 2), 0));
    assert!(links.is_empty());
    assert_eq!(head(&town).await, before);

    let again = Order { new_links: true, ..people_order() };
    let (report, links) = bring(&town, &again, PEOPLE).await;
    assert_eq!((counts(&report), links.len()), ((0, 0, 2), 2));
    let live = invitation::Entity::find().filter(invitation::Column::RevokedAt.is_null());
    assert_eq!(live.count(town.app.reader()).await.unwrap(), 2, "the older links stopped working");
}

#[tokio::test]
async fn a_second_run_changes_what_differs_and_empties_nothing() {
    let town = Town::new().await;
    bring(&town, &people_order(), PEOPLE).await;
    let text = "ключ;должность;предметы;классы;организация;почта\nт-1;;алгебра;;;\nт-2;директор;;8;school6;pole@town.example\n";
    let (report, links) = bring(&town, &people_order(), text).await;
    expect![[r#"
        строка 2: предметы: «математика, обзр» → «алгебра»
        строка 3: должность: «завуч» → «директор»; классы: «» → «8»; почта: «pole@town.example»; состоит также в «МБОУ СОШ № 6»
    "#]]
    .assert_eq(&steps(&report));
    assert!(links.is_empty());
    let anna = find(&town, "т-1").await;
    assert_eq!((anna.position.as_deref(), anna.grades.as_str()), (Some("учитель математики"), "5,6,7,9"));
    assert_eq!(anna.email.as_deref(), Some("berezkina@town.example"));
    assert_eq!(find(&town, "т-2").await.email.as_deref(), Some("pole@town.example"));
}

#[tokio::test]
async fn whoever_came_in_minds_the_own_card() {
    let town = Town::new().await;
    let (_, links) = bring(&town, &people_order(), PEOPLE).await;
    let mut anna = town.stranger();
    anna.take_session(&come_in(&town, &links[0], "berezkina").await);
    let me = anna.get("/me").await.ok();
    anna.patch("/me", json!({"version": me["version"], "position": "учитель, старший методист"})).await.ok();
    let (report, _) = bring(&town, &people_order(), PEOPLE).await;
    expect!["строка 2: человек уже вошёл и ведёт карточку сам; оставлено как у него: должность\n"]
        .assert_eq(&warnings(&report));
    assert_eq!(find(&town, "т-1").await.position.as_deref(), Some("учитель, старший методист"));
    let (report, _) = bring(&town, &Order { overwrite: true, ..people_order() }, PEOPLE).await;
    assert_eq!(counts(&report), (0, 1, 1));
    assert_eq!(find(&town, "т-1").await.position.as_deref(), Some("учитель математики"));
}

#[tokio::test]
async fn an_old_file_brings_nobody_back() {
    let town = Town::new().await;
    let (_, links) = bring(&town, &people_order(), PEOPLE).await;
    let admin = town.person("admin").await;
    let id = find(&town, "т-1").await.id;
    let shown = admin.get(&format!("/people/{id}")).await.ok();
    let membership = shown["affiliations"][0]["id"].as_str().unwrap();
    admin.delete(&format!("/affiliations/{membership}")).await.ok();
    let (report, _) = bring(&town, &people_order(), PEOPLE).await;
    assert_eq!(counts(&report), (0, 0, 2));
    expect!["строка 2: «МБОУ СОШ № 6»: человек там больше не числится, файл его не возвращает\n"]
        .assert_eq(&warnings(&report));

    let mut anna = town.stranger();
    anna.take_session(&come_in(&town, &links[0], "berezkina").await);
    let me = anna.get("/me").await.ok();
    assert_eq!(me["status"], "pending", "the link opens the record as it is now");
    assert_eq!(me["affiliations"], json!([]));
}

#[tokio::test]
async fn a_wrong_row_keeps_everybody_out() {
    let town = Town::new().await;
    let before = head(&town).await;
    let text = "ключ;фамилия;имя;предметы;классы;организация;объединения;роль;почта\n\
        1;Лугов;Лев;математика;5;school6;;;\n\
        2;Лугов;;магия;0-3;СОШ;;;8 912 345-67-89\n\
        3;=1+1;Лев;иностранный язык;11-9;;;;\n\
        4;Лугова;Лада;;;СОШ № 60;;учитель;луг@@ова.рф\n\
        5;Лугова;Лея;;;school6;;руководитель объединения;\n\
        6;Лугова;Лея;;;school6;;муниципальный координатор: school6;\n\
        7;Лугова;Лия;;;school6;;волшебник, администратор;\n";
    let (report, links) = bring(&town, &people_order(), text).await;
    let said = errors(&report);
    for part in [
        "строка 3, «предметы»: нет предмета «магия»",
        "строка 3, «классы»: «0-3»: напишите классы числами",
        "строка 3, «организация»: «СОШ» подходит к нескольким: МБОУ СОШ № 6, Журавлинский район (ключ school6); МКОУ СОШ № 3",
        "строка 3, «почта»: «8 912 345-67-89»: похоже на телефон",
        "строка 3, «имя»: не заполнено",
        "строка 4, «фамилия»: недопустимые знаки",
        "строка 4, «предметы»: «иностранный язык»: напишите, какой именно язык",
        "строка 4, «классы»: «11-9»: сначала младший класс",
        "строка 4, «организация»: не заполнено",
        "строка 5, «организация»: не нашли организацию «СОШ № 60»",
        "строка 5, «почта»: «луг@@ова.рф»: это не адрес почты",
        "строка 6, «роль»: каким объединением руководит человек?",
        "строка 7, «роль»: роль «муниципальный координатор» не бывает в «school6»",
        "строка 8, «роль»: нет роли «волшебник»",
        "строка 8, «роль»: администратора сети назначают в приложении",
    ] {
        assert!(said.contains(part), "{part}\n\n{said}");
    }
    assert!(!said.contains("строка 2"), "{said}");
    assert_eq!(said.matches("«организация»").count(), 3, "what is said once is enough: {said}");
    assert!(links.is_empty());
    assert_eq!(head(&town).await, before);
}

#[tokio::test]
async fn a_trial_run_tells_everything_and_writes_nothing() {
    let town = Town::new().await;
    let before = head(&town).await;
    let (report, links) = bring(&town, &Order { dry_run: true, ..people_order() }, PEOPLE).await;
    assert_eq!((counts(&report), report.links, report.steps.count), ((2, 0, 0), 2, 2));
    assert!(links.is_empty());
    assert_eq!(head(&town).await, before);
}

#[tokio::test]
async fn organisations_are_found_as_people_write_them() {
    let town = Town::new().await;
    let text = "ключ;фио;школа;мо;роль\n\
        1;Лугов Лев Ильич;оош 12;;\n\
        2;Лугова Лада;№12 Малый Увал;РМО учителей математики;руководитель РМО\n\
        3;Алиев Самир Рашид оглы;СОШ № 6, Журавлинский район;;директор\n\
        4;Рябин Пётр Ильич;Отдел образования;;муниципальный координатор\n";
    let (report, _) = bring(&town, &people_order(), text).await;
    assert_eq!(errors(&report), "");
    assert_eq!(find(&town, "3").await.patronymic.as_deref(), Some("Рашид оглы"));
    let mut roles: Vec<(String, String)> = Vec::new();
    for key in ["1", "2", "3", "4"] {
        let id = find(&town, key).await.id;
        let rows = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(id));
        for grant in rows.all(town.app.reader()).await.unwrap() {
            let scope = organisation::Entity::find_by_id(grant.scope_id.unwrap()).one(town.app.reader()).await.unwrap();
            roles.push((format!("{:?}", grant.role), scope.unwrap().external_key.unwrap()));
        }
    }
    let shown: Vec<String> = roles.iter().map(|(role, scope)| format!("{role}@{scope}")).collect();
    assert_eq!(
        shown,
        ["Teacher@school12", "AssociationLeader@association", "SchoolHead@school6", "MunicipalCoordinator@district"]
    );
}

#[tokio::test]
async fn odd_letters_are_mended_and_said() {
    let town = Town::new().await;
    // Latin c and o inside, a no-break space, a mark in the middle, й as two signs, capitals.
    let text = "\u{feff}Ключ;Фaмилия;Имя;Организация;Снаряд\n\
        1;Cоколова;АННА;school6;1\n\
        2;\u{feff}Берёзкин\u{a0};Андреи\u{306};school6;2\n";
    let (report, _) = bring(&town, &people_order(), text).await;
    assert_eq!(errors(&report), "");
    expect![[r#"
        эти столбцы не читаются: «Снаряд»
        строка 2, «фамилия»: в «Cоколова» среди русских букв были похожие латинские: заменены русскими
        строка 2, «имя»: «АННА» записано как «Анна»
    "#]]
    .assert_eq(&warnings(&report));
    let anna = find(&town, "1").await;
    assert_eq!((anna.surname.as_str(), anna.given_name.as_str()), ("Соколова", "Анна"));
    let andrey = find(&town, "2").await;
    assert_eq!((andrey.surname.as_str(), andrey.given_name.as_str()), ("Берёзкин", "Андрей"));
}

/// Counts commits; the disk fails when `fails` says so.
struct Watching {
    calls: Vec<usize>,
    links: usize,
    fails_at: usize,
}

impl Observer for Watching {
    fn progress(&mut self, done: usize, _: usize) {
        self.calls.push(done);
    }

    fn keep(&mut self, links: &[Link]) -> io::Result<()> {
        if self.calls.len() == self.fails_at {
            return Err(io::Error::other("нет места на диске"));
        }
        self.links += links.len();
        Ok(())
    }

    fn take_back(&mut self) {}
}

#[tokio::test]
async fn a_long_list_goes_in_parts_and_an_interrupted_one_is_finished_by_the_next_run() {
    let town = Town::new().await;
    let rows: String = (0..450).map(|n| format!("д-{n};Лугов;Лев;Ильич;school6;учитель\n")).collect();
    let text = format!("ключ;фамилия;имя;отчество;организация;роль\n{rows}");
    let mut watching = Watching { calls: Vec::new(), links: 0, fails_at: 1 };
    let report = import::run(&town.app, &people_order(), text.clone().into_bytes(), &mut watching).await.unwrap();
    assert!(report.broken.unwrap().contains("нет места на диске"));
    assert_eq!((report.created, watching.links), (200, 200));

    let mut watching = Watching { calls: Vec::new(), links: 0, fails_at: usize::MAX };
    let report = import::run(&town.app, &people_order(), text.into_bytes(), &mut watching).await.unwrap();
    assert_eq!(report.broken, None);
    assert_eq!((watching.calls, watching.links), (vec![200, 250], 250));
    assert_eq!(counts(&report), (250, 0, 200));
    let imported = person::Entity::find().filter(person::Column::Surname.eq("Лугов"));
    assert_eq!(imported.count(town.app.reader()).await.unwrap(), 450);
    let school = town.org("school6").await.parse::<kernel::OrgId>().unwrap();
    let members = affiliation::Entity::find().filter(affiliation::Column::OrganisationId.eq(school));
    assert!(members.count(town.app.reader()).await.unwrap() >= 450);
    town.settle().await;
}
