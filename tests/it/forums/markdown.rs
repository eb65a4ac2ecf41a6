//! The renderer: what teachers write, and what attackers write.

use forums::markdown::{Context, Source, diff, excerpt, references, render};
use kernel::{PersonId, PostId};
use kit::{Expect, expect};
use proptest::prelude::*;
use uuid::Uuid;

fn html(body: &str) -> String {
    render(body, &Context::default()).html
}

fn shows(body: &str, expected: Expect) {
    expected.assert_eq(&html(body));
}

#[test]
fn ordinary_text_looks_as_expected() {
    shows(
        "Раз **два** *три* ~~четыре~~ `пять`",
        expect![[r#"
        <p>Раз <strong>два</strong> <em>три</em> <del>четыре</del> <code>пять</code></p>
    "#]],
    );
    shows(
        "- а\n- б\n\n1. в\n2. г",
        expect![[r#"
        <ul>
        <li>а</li>
        <li>б</li>
        </ul>
        <ol>
        <li>в</li>
        <li>г</li>
        </ol>
    "#]],
    );
    shows(
        "# Заголовок\n\n```python\nprint(1 < 2)\n```",
        expect![[r#"
        <h3>Заголовок</h3>
        <pre><code class="language-python">print(1 &lt; 2)
        </code></pre>
    "#]],
    );
    shows(
        "| класс | % |\n|:--|--:|\n| 5А | 34 |",
        expect![[r#"
        <table>
        <thead>
        <tr>
        <th align="left">класс</th>
        <th align="right">%</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td align="left">5А</td>
        <td align="right">34</td>
        </tr>
        </tbody>
        </table>
    "#]],
    );
    shows(
        "Коллеги,\nзавтра ВПР.  \nНе забудьте бланки\\\nи ручки.",
        expect![[r#"
        <p>Коллеги,<br>
        завтра ВПР.<br>
        Не забудьте бланки<br>
        и ручки.</p>
    "#]],
    );
    shows(
        "5 < 6 & <b>не жирно</b>",
        expect![[r#"
        <p>5 &lt; 6 &amp; &lt;b&gt;не жирно&lt;/b&gt;</p>
    "#]],
    );
}

#[test]
fn links_say_where_they_lead() {
    shows(
        "[сайт](https://example.org/путь) и https://example.org",
        expect![[r#"
        <p><a href="https://example.org/%D0%BF%D1%83%D1%82%D1%8C" rel="nofollow ugc noopener">сайт</a> и <a href="https://example.org/" rel="nofollow ugc noopener">https://example.org</a></p>
    "#]],
    );
    shows(
        "[тема](/t/1) [почта](mailto:a@example.org) [телефон](tel:+73430000000)",
        expect![[r#"
        <p><a href="/t/1" rel="nofollow ugc noopener">тема</a> <a href="mailto:a@example.org" rel="nofollow ugc noopener">почта</a> <a href="tel:+73430000000" rel="nofollow ugc noopener">телефон</a></p>
    "#]],
    );
    shows(
        "[https://bank.ru](https://evil.example) [Банк](https://evil.example)",
        expect![[r#"
        <p><a href="https://evil.example/" rel="nofollow ugc noopener">https://bank.ru (evil.example)</a> <a href="https://evil.example/" rel="nofollow ugc noopener">Банк</a></p>
    "#]],
    );
    // A Cyrillic «а» among Latin letters.
    shows(
        "[банк](https://bаnk.com)",
        expect![[r#"
        <p><a href="https://xn--bnk-6cd.com/" rel="nofollow ugc noopener">банк (xn--bnk-6cd.com)</a></p>
    "#]],
    );
    // All Cyrillic but the end of the name.
    shows(
        "[банк](https://асе.com/)",
        expect![[r#"
        <p><a href="https://xn--80ak9a.com/" rel="nofollow ugc noopener">банк (xn--80ak9a.com)</a></p>
    "#]],
    );
    shows(
        "[школа](https://www.школа.рф)",
        expect![[r#"
        <p><a href="https://www.xn--80atdl2c.xn--p1ai/" rel="nofollow ugc noopener">школа</a></p>
    "#]],
    );
    shows(
        "[школа](https://школа.рф)",
        expect![[r#"
        <p><a href="https://xn--80atdl2c.xn--p1ai/" rel="nofollow ugc noopener">школа</a></p>
    "#]],
    );
    shows(
        "![схема](https://example.org/a.png) [![x](https://e.org/y.png)](https://e.org)",
        expect![[r#"
        <p><a href="https://example.org/a.png" rel="nofollow ugc noopener">схема</a> <a href="https://e.org/" rel="nofollow ugc noopener">x</a></p>
    "#]],
    );
    shows(
        "[раз](javascript:alert(1)) [два](//evil.example) [три](/\\evil.example) [четыре](data:text/html,x) [пять](ftp://a)",
        expect![[r#"
        <p>раз два три четыре пять</p>
    "#]],
    );
}

#[test]
fn quotes_and_mentions_show_names_from_the_house() {
    let (person, other, post) =
        (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)), PostId(Uuid::from_u128(3)));
    let mut context = Context::default();
    context.people.insert(person, "Иванова М. <П.>".into());
    context.posts.insert(post, Source { no: 4, author: "Петров К. С.".into() });
    let body = format!(
        "> [!quote post={post}]\n> слова\n\nСпасибо, @[Кто угодно](person:{person}) и @[Чужой](person:{other})! `@[x](person:{person})`"
    );
    let found = references(&body);
    assert_eq!((found.people, found.posts), (vec![person, other], vec![post]));
    let rendered = render(&body, &context);
    assert_eq!(rendered.mentions, [person], "neither strangers nor code are mentions");
    assert_eq!(rendered.excerpt, "Спасибо, @Кто угодно и @Чужой! @[x](person:00000000-0000-0000-0000-000000000001)");
    expect![[r#"
        <blockquote data-post="00000000-0000-0000-0000-000000000003">
        <header><a href="/p/00000000-0000-0000-0000-000000000003" rel="nofollow ugc noopener">Петров К. С., № 4</a></header>
        <p>слова</p>
        </blockquote>
        <p>Спасибо, <a class="mention" href="/people/00000000-0000-0000-0000-000000000001" rel="nofollow ugc noopener">@Иванова М. &lt;П.&gt;</a> и Чужой! <code>@[x](person:00000000-0000-0000-0000-000000000001)</code></p>
    "#]]
    .assert_eq(&rendered.html);
    // A source nobody may know leaves an ordinary quote.
    let plain = html(&format!("> [!quote post={post}]\n> слова"));
    assert!(plain.contains("слова") && !plain.contains("data-post"), "{plain}");
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>x</button></form>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><script>alert(1)</script>-->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](  javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( \u{1}javascript:alert(1))",
    "[x](//evil.example)",
    "[x](https://user:pass@evil.example)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x\" onerror=\"alert(1)](https://e.org/x.png)",
    "[x](https://e.org \"t\\\" onmouseover=\\\"alert(1)\")",
    "<javascript:alert(1)>",
    "<https://e.org/\"onmouseover=\"alert(1)>",
    "`<script>alert(1)</script>`",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    "``` \"><script>alert(1)</script>\nx\n```",
    "```language-x\" onclick=\"alert(1)\nx\n```",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "> <script>alert(1)</script>",
    "> [!quote post=\"><script>alert(1)</script>]\n> x",
    "@[<img src=x onerror=alert(1)>](person:00000000-0000-0000-0000-000000000001)",
    "@[x](person:\"><script>alert(1)</script>)",
    "http://e.org/<script>alert(1)</script>",
    "www.e.org/\"onmouseover=alert(1)//",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "\u{202e}<script>\u{202c}",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
];

/// Every tag with its attributes must be one of ours.
fn assert_harmless(body: &str, html: &str) {
    let tags = [
        "p",
        "br",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "blockquote",
        "header",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
    ];
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').unwrap_or_else(|| panic!("an open tag in {html} from {body}")) + start;
        let tag = rest[start + 1..end].trim_start_matches('/');
        let name = tag.split_whitespace().next().unwrap_or_default();
        assert!(tags.contains(&name), "<{tag}> in {html} from {body}");
        for (at, _) in tag.match_indices("=\"") {
            let attribute = tag[..at].rsplit([' ', '"']).next().unwrap();
            let known = ["href", "title", "rel", "class", "data-post", "start", "align"];
            assert!(known.contains(&attribute), "{attribute} in {html} from {body}");
        }
        if let Some(href) = tag.split("href=\"").nth(1).and_then(|h| h.split('"').next()) {
            let safe = ["http://", "https://", "mailto:", "tel:"].iter().any(|s| href.starts_with(s));
            assert!(safe || (href.starts_with('/') && !href.starts_with("//")), "{href} in {html} from {body}");
        }
        rest = &rest[end + 1..];
    }
}

#[test]
fn nothing_an_attacker_writes_comes_alive() {
    let mut context = Context::default();
    context.people.insert(PersonId(Uuid::from_u128(1)), "\"><script>alert(1)</script>".into());
    for attack in ATTACKS {
        for body in [
            (*attack).to_owned(),
            format!("> {attack}"),
            format!("- {attack}"),
            format!("# {attack}"),
            format!("текст {attack} текст"),
        ] {
            assert_harmless(&body, &render(&body, &context).html);
        }
    }
}

#[test]
fn endless_nesting_neither_hangs_nor_overflows() {
    for body in [
        ">".repeat(30_000),
        "[".repeat(30_000),
        "*a **b ".repeat(4_000),
        format!("{}x", "- ".repeat(5_000)),
        "<a>".repeat(10_000),
        "![".repeat(15_000),
        "`".repeat(30_000),
        "|a".repeat(10_000) + "\n" + &"|-".repeat(10_000),
    ] {
        let started = std::time::Instant::now();
        assert_harmless(&body[..40], &html(&body));
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{took:?} for {}", &body[..10]);
    }
}

#[test]
fn an_excerpt_is_short_plain_and_without_quotes() {
    assert_eq!(excerpt("> чужое\n\nСвоё **слово**\nи ещё"), "Своё слово и ещё");
    let table = "|класс|урок|\n|-|-|\n|5|3|";
    assert_eq!(excerpt(&format!("Вот сетка:\n\n{table}\n\nКак вам?")), "Вот сетка: Как вам?");
    assert_eq!(excerpt(table), "класс урок 5 3", "better than nothing");
    let long = excerpt(&"слово ".repeat(200));
    assert!(long.chars().count() <= 221 && long.ends_with("слово…"), "{long}");
    assert_eq!(excerpt(""), "");
}

#[test]
fn a_difference_shows_words_gone_and_words_come() {
    assert_eq!(diff::words("раз два три", "раз 2 три <b>"), "раз <del>два</del><ins>2</ins> три<ins> &lt;b&gt;</ins>");
    assert_eq!(diff::words("", "новое"), "<ins>новое</ins>");
    assert_eq!(diff::words("то же", "то же"), "то же");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_renders_to_harmless_html(body in "(\\PC|\n|[<>\"'`*_\\[\\]()!@&#|\\-:/ ]){0,200}") {
        assert_harmless(&body, &html(&body));
    }

    #[test]
    fn mixtures_of_attacks_render_to_harmless_html(parts in prop::collection::vec(prop::sample::select(ATTACKS), 1..6)) {
        for glue in ["", "\n", "\n\n"] {
            let body = parts.join(glue);
            assert_harmless(&body, &html(&body));
        }
    }

    #[test]
    fn a_difference_keeps_every_word(old in "[а-е ]{0,40}", new in "[а-е ]{0,40}") {
        let shown = diff::words(&old, &new);
        let strip = |gone: &str, text: &str| {
            let mut out = String::new();
            let (open, close) = (format!("<{gone}>"), format!("</{gone}>"));
            let mut rest = text;
            while let Some((before, after)) = rest.split_once(&open) {
                out.push_str(before);
                rest = after.split_once(&close).unwrap().1;
            }
            out + rest
        };
        prop_assert_eq!(strip("del", &shown).replace("<ins>", "").replace("</ins>", ""), new);
        prop_assert_eq!(strip("ins", &shown).replace("<del>", "").replace("</del>", ""), old);
    }
}
