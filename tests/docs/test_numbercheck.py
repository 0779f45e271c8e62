"""문장의 숫자에 근거가 있는지 보는 검사: 받아들일 것과 거절할 것을 짝으로 봅니다."""

import json
import time
from pathlib import Path

import numbercheck
import pytest
from numbercheck import Judge, Report, check_site, main
from page_numbers import read_page

OUTPUT = (
    '<div class="sphx-glr-script-out highlight-none notranslate"><div class="highlight"><pre>'
    "<span></span>{}\n</pre></div></div>"
)
PYTHON = (
    '<div class="highlight-Python notranslate"><div class="highlight"><pre><span></span>{}\n'
    "</pre></div></div>"
)
FRAME = """<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">{head}</head><body>
<nav class="bd-links">12.34</nav><main id="main-content"><div class="bd-header-article">56</div>
<article class="bd-article">{body}</article><footer>78</footer></main></body></html>"""
FACTS = {"adam": frozenset({"2014", "1412.6980"})}


def literal(number: str) -> str:
    return PYTHON.format(f'<span class="n">lr</span> <span class="o">=</span> {number}')


def box(language: str, text: str) -> str:
    pre = f'<div class="highlight"><pre><span></span>{text}</pre></div>'
    return f'<div class="highlight-{language} notranslate">{pre}</div>'


def formula(tex: str, values: str = "") -> str:
    data = f' data-values="{values}"' if values else ""
    return (
        f'<p><span class="math notranslate"{data}><span class="katex"><span class="katex-mathml">'
        f'<math><semantics><mrow><mn>99</mn></mrow><annotation encoding="application/x-tex">{tex}'
        '</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">'
        '<span class="mord">99</span></span></span></span></p>'
    )


def check(body: str, head: str = "") -> Report:
    page = read_page("page.html", FRAME.format(body=body, head=head))
    return Judge(page, {"page.html": page}, FACTS).report()


def refused(body: str, head: str = "") -> list[str]:
    return [problem.numeral for problem in check(body, head).problems]


# ── 값, 출력, 코드, 사실 ─────────────────────────────────────────────────────


def test_a_typed_number_without_a_source_is_refused() -> None:
    assert refused("<p>마지막 값은 12.3입니다.</p>") == ["12.3"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<p>값은 <span class="value">12.3</span>입니다.</p>', "value"),
        ("<p>값은 12.3입니다.</p>" + OUTPUT.format("x = 12.3"), "output"),
        ("<p>값은 12.3입니다.</p>" + literal("12.3"), "code"),
        ('<p><span class="fact" data-fact="adam"><a href="#">2014</a></span>년</p>', "fact"),
    ],
)
def test_each_source_covers_a_number(body: str, kind: str) -> None:
    report = check(body)
    assert (dict(report.counts), report.problems) == ({kind: 1}, [])


def test_output_of_another_kind_of_cell_counts_as_output() -> None:
    table = "<table><tr><th>걸음</th></tr><tr><td>0.322</td></tr></table>"
    for name in ("output_subarea output_html", "cell_output docutils container", "command-output"):
        assert refused(f'<p>0.322</p><div class="{name}">{table}</div>') == []


def test_a_number_in_a_table_typed_by_hand_is_prose() -> None:
    assert refused("<table><tr><td>0.322</td></tr></table>") == ["0.322"]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>12.3을 향해</h1>",
        "<ul><li>12.3</li></ul>",
        "<dl><dt>12.3</dt></dl>",
        "<dl><dd>12.3</dd></dl>",
        "<figcaption>12.3</figcaption>",
        '<div class="admonition note"><p>12.3</p></div>',
        '<details><summary class="sd-summary-title">12.3</summary></details>',
        "<p><strong>12.3</strong></p>",
        '<p><a class="reference external" href="https://example.org">12.3</a></p>',
        "<p>12<em>.3</em> 나 12.3</p>",
    ],
)
def test_every_kind_of_prose_is_read(body: str) -> None:
    assert "12.3" in refused(body)


@pytest.mark.parametrize(
    "body",
    [
        '<h2>제목<a class="headerlink" href="#x" title="2">#1</a></h2>',
        '<div class="toctree-wrapper"><ul><li><a class="reference internal">02</a></li></ul></div>',
        '<p class="sphx-glr-timing">실행한 시간: 3.2초</p>',
        '<div class="sphx-glr-footer"><p>plot 02</p></div>',
        '<div class="launch-links"><p>12</p></div>',
        '<div class="math"><span class="eqno">(1)</span></div>',
        '<figcaption><span class="caption-number">그림 1</span> 곡선</figcaption>',
        '<p><a class="footnote-reference" href="#f">1</a></p>',
        '<aside class="footnote"><span class="label">1</span></aside>',
        "<style>.a{width:12px}</style><script>var a=12</script><svg><text>12</text></svg>",
        "<!-- 12 -->",
        "<p>두 번째, 세 줄, 열 걸음</p>",
    ],
)
def test_what_tools_generate_and_number_words_are_not_counted(body: str) -> None:
    assert check(body).seen == 0


def test_only_the_article_is_read() -> None:
    assert check("<p>글</p>").seen == 0  # 12.34, 56, 78 은 본문 밖에 있습니다


def test_a_page_without_an_article_is_read_whole() -> None:
    page = read_page("page.html", "<html><body><p>12.3</p></body></html>")
    assert len(page.found) == 1


# ── 같은 수로 보는 규칙 ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("prose", "output"),
    [
        ("1,728", "1728"),
        ("½", "0.5"),
        ("10⁻⁴", "1e-4"),
        ("10<sup>−4</sup>", "0.0001"),
        ("2×10⁻³", "0.002"),
        ("−1.473", "-1.473"),
        ("50%", "0.5"),
        ("50%", "50"),
        ("0.5", "50%"),
        ("3/4", "0.75"),
        ("12/17", "12 17"),
        ("10–90", "10 90"),
        ("３７", "37"),
        ("37번", "37"),
        ("0.322", "0.32212"),
        ("0.322", "[0.1 0.3215 9.]"),
        ("1,728", "1727.6"),
        ("32.2%", "0.32212"),
        ("6.11×10⁻¹⁰", "6.1113e-10"),
        ("0.500", "0.49996"),
        ("3.11.2", "Python 3.11.2"),
        ("H<sub>10</sub>", "10"),
    ],
)
def test_equal_numbers_match_whatever_their_form(prose: str, output: str) -> None:
    assert refused(f"<p>값 {prose}</p>" + OUTPUT.format(output)) == []


@pytest.mark.parametrize(
    ("prose", "output"),
    [
        ("1.473", "-1.473"),  # 부호가 다릅니다
        ("−1.473", "1.473"),
        ("32.2%", "0.3262"),
        ("10⁻⁴", "10"),
        ("0.32", "0.32212"),  # 유효 숫자가 둘이면 반올림을 인정하지 않습니다
        ("0.05", "0.0512"),
        ("100", "99.8"),  # 끝의 0 은 유효 숫자로 보지 않습니다
        ("0.322", "0.3226"),
        ("0.322", "0.3"),  # 출력보다 자세히 적을 수 없습니다
        ("0.3221", "0.322"),
        ("12/17", "12"),
        ("10–90", "10"),
        ("3만", "3"),
        ("50%", "0.05"),
        ("3.11.2", "3.11"),
        ("37", "x37"),
        ("37", "float37"),
        ("1.5%", "1.53 0.0153"),
    ],
)
def test_different_numbers_do_not_match(prose: str, output: str) -> None:
    assert refused(f"<p>값 {prose}</p>" + OUTPUT.format(output)) != []


def test_code_must_match_exactly() -> None:
    assert refused("<p>0.322</p>" + literal("0.32212")) == ["0.322"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>3번</p>" + literal("3"), ["3"]),
        ("<p>3번</p>" + OUTPUT.format("3"), []),
        ('<p><span class="value">3</span>번</p>', []),
        ("<p>−3에서</p>" + literal("-3"), ["3"]),
        ("<p>3.0</p>" + literal("3.0"), []),
        ("<p>12번</p>" + literal("12"), []),
        ("<p>−12</p>" + literal("12"), ["12"]),
        ("<p>½</p>" + literal("0.5"), []),
    ],
)
def test_a_bare_digit_needs_output_or_a_value(body: str, expected: list[str]) -> None:
    assert refused(body) == expected


def test_a_value_elsewhere_does_not_cover_a_typed_number() -> None:
    assert refused('<p><span class="value">12.3</span> 과 12.3</p>') == ["12.3"]


def test_a_number_cannot_be_hidden_by_splitting_it_over_a_value() -> None:
    assert refused('<p>1<span class="value">2</span></p>') == ["1"]


# ── 속임수 막기 ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["torch 2", "E01", "H100", "Python 3.11", "02장", "3장 4절"])
def test_a_name_may_hold_digits(name: str) -> None:
    report = check(f'<p><span class="name">{name}</span></p>')
    assert (report.seen, report.problems) == (0, [])


@pytest.mark.parametrize("name", ["0.322", "12걸음", "lr = 0.1", "약 30%", "x ≈ 0.3", "0.5배"])
def test_a_number_called_a_name_is_refused(name: str) -> None:
    assert refused(f'<p><span class="name">{name}</span></p>') != []


@pytest.mark.parametrize("text", ["H100", "GPT-3", "Adam2014"])
def test_a_digit_glued_to_a_letter_must_be_marked_as_a_name(text: str) -> None:
    assert len(refused(f"<p>{text}에서</p>" + OUTPUT.format("100 3 2014"))) == 1


def test_a_fact_must_say_what_the_list_of_facts_says() -> None:
    assert refused('<p><span class="fact" data-fact="adam">2015</span></p>') == ["2015"]
    assert refused('<p><span class="fact" data-fact="none">2014</span></p>') == ["2014"]
    assert refused('<p><span class="fact">2014</span></p>') == ["2014"]


def test_the_sources_of_facts_are_checked_but_do_not_raise_the_share() -> None:
    report = check('<p><span class="fact-source" data-fact="adam">arXiv:1412.6980</span></p>')
    assert (report.seen, report.exempt["source"], report.problems) == (0, 1, [])


def test_strings_comments_and_docstrings_of_python_cover_nothing() -> None:
    for piece in (
        '<span class="c1"># 12.3</span>',
        '<span class="s2">&quot;12.3&quot;</span>',
        '<span class="sd">"""12.3"""</span>',
    ):
        assert "12.3" in refused("<p>12.3</p>" + PYTHON.format(piece)), piece


def test_shell_strings_cover_a_version() -> None:
    body = "<p>2.13.0 판</p>" + box("console", '<span class="s2">"torch==2.13.0"</span>')
    assert refused(body) == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# 넘치지 않게 (3, 2)", []),
        ("# 0.322 가 됩니다", ["0.322"]),
        ("# 학습률 0.1", []),
        ("# w12 와 conv2d", []),
    ],
)
def test_comments_may_not_tell_results(comment: str, expected: list[str]) -> None:
    code = f'<span class="n">lr</span> = 0.1  <span class="c1">{comment}</span>'
    assert refused(PYTHON.format(code)) == expected


@pytest.mark.parametrize("language", ["text", "none"])
def test_a_box_of_typed_text_is_prose(language: str) -> None:
    typed = box(language, "손실 0.322")
    assert refused(typed) == ["0.322"]
    assert refused(typed + "<p>0.322</p>") == ["0.322", "0.322"]


def test_a_typed_console_output_covers_nothing() -> None:
    typed = '<span class="gp">$ </span>python -m x\n<span class="go">loss 0.322</span>'
    assert refused(box("console", typed)) == ["0.322"]


def test_repeated_pictures_are_counted_once() -> None:
    picture = '<img alt="0.32까지 내려갑니다" data-values="0.32" src="x.svg">'
    assert check(picture * 40).counts == {"value": 1}


# ── 수식 ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        formula("x_{10} = 0.322", "0.322 10"),
        formula(r"x = 1.2 \times 10^{-5}", "1.2×10⁻⁵"),
        formula("x = -3.5", "3.5"),
        formula("x = 0.322") + OUTPUT.format("0.32212"),
        formula(r"\eta = 0.1") + literal("0.1"),
        formula("4x^2") + literal("4"),
        formula("x_1^2 + x_{t+1}") + literal("0.1"),
        formula("2x + 1"),  # 코드가 없는 쪽
        formula(r"\frac{1}{2}x") + literal("0.5"),
    ],
)
def test_formulas_with_sources_pass(body: str) -> None:
    assert refused(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (formula("x = 0.322"), ["0.322"]),
        (formula("x = 0.322", "0.321"), ["0.322"]),
        (formula("x_{10} = a"), ["₁₀"]),
        (formula("4x^2") + literal("3"), ["4"]),
        (formula("(1-x)^{10}"), ["¹⁰"]),
        (formula("x = 12"), ["12"]),
        (formula("x = 0.322") + '<p><span class="value">0.322</span></p>', ["0.322"]),
    ],
)
def test_formulas_without_sources_fail(body: str, expected: list[str]) -> None:
    assert refused(body) == expected


def test_only_the_tex_of_a_formula_is_read() -> None:
    assert check(formula("x")).seen == 0  # MathML 과 HTML 의 99 는 같은 수식의 다른 모습입니다


# ── 문장 속 코드, 대체 텍스트, 링크 ──────────────────────────────────────────


def inline(code: str) -> str:
    return (
        f'<p><code class="docutils literal notranslate"><span class="pre">{code}</span></code></p>'
    )


@pytest.mark.parametrize("code", ["w5", "conv2d", "float32", "E01", "plot_02_one", "lr", "x[0]"])
def test_identifiers_in_inline_code_pass(code: str) -> None:
    assert refused(inline(code)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (inline("lr=0.1") + literal("0.1"), []),
        (inline("lr=0.1") + literal("0.2"), ["0.1"]),
        (inline("x[3]") + literal("3"), []),
        (inline("x[3]") + literal("4"), ["3"]),
        (inline("0.1") + '<p><span class="value">0.1</span></p>', []),
        (inline("-0.1") + literal("0.1"), []),
        ("<p>0.1</p>" + inline("0.1"), ["0.1", "0.1"]),
    ],
)
def test_inline_code_agrees_with_the_code_of_the_page(body: str, expected: list[str]) -> None:
    assert refused(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<img alt="0.32까지" data-values="0.32">', []),
        ('<img alt="0.32까지" data-values="0.33">', ["0.32"]),
        ('<img alt="0.32까지">', ["0.32"]),
        ('<img alt="0.325까지">' + OUTPUT.format("0.32481"), []),
        ('<img alt="곡선" title="12.3">', ["12.3"]),
        ('<img alt="x1의 방향">', []),
        ('<img alt="H100의 속도">', ["100"]),
    ],
)
def test_alternative_texts_are_checked(body: str, expected: list[str]) -> None:
    assert refused(body) == expected


def test_the_description_of_a_page_is_checked() -> None:
    head = '<meta name="description" content="12.3에서 시작합니다">'
    assert refused("<p>글</p>", head) == ["12.3"]
    assert refused('<p><span class="value">12.3</span></p>', head) == []


def test_an_address_is_not_prose() -> None:
    assert check("<p>https://arxiv.org/abs/1412.6980 을 보세요</p>").seen == 0


@pytest.fixture
def site(tmp_path: Path) -> Path:
    def write(name: str, body: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FRAME.format(body=body, head=""), encoding="utf-8")

    write("one/index.html", "<h1>12.5를 향해</h1>" + OUTPUT.format("12.5"))
    write("two.html", '<p><a class="reference internal" href="one/index.html#a">12.5로</a></p>')
    write("api/x.html", "<p>99.9</p>")
    write("genindex.html", "<p>99.9</p>")
    write("_static/x.html", "<p>99.9</p>")
    return tmp_path


def test_a_link_may_repeat_a_number_of_the_page_it_leads_to(site: Path) -> None:
    reports = check_site(site, {})
    assert [report.page for report in reports] == ["one/index.html", "two.html"]
    assert not any(report.problems for report in reports)
    assert reports[1].exempt == {"link": 1}


def test_a_link_may_not_say_a_number_of_its_own(site: Path) -> None:
    page = site / "two.html"
    page.write_text(page.read_text("utf-8").replace("12.5로", "12.6으로"), encoding="utf-8")
    assert [p.numeral for report in check_site(site, {}) for p in report.problems] == ["12.6"]


def test_a_picture_of_another_page_brings_the_sources_of_that_page(site: Path) -> None:
    picture = '<img alt="12.5에서 멈춥니다" src="{}_images/a.svg">'
    source = site / "one/index.html"
    source.write_text(
        source.read_text("utf-8").replace("</h1>", "</h1>" + picture.format("../")), "utf-8"
    )

    def problems(body: str) -> list[str]:
        (site / "two.html").write_text(FRAME.format(body=body, head=""), encoding="utf-8")
        return [p.numeral for report in check_site(site, {}) for p in report.problems]

    assert problems(picture.format("")) == []
    assert problems(picture.format("").replace("a.svg", "b.svg")) == ["12.5"]
    assert problems(picture.format("").replace("멈춥", "끝납")) == ["12.5"]


# ── 명령 ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def facts(tmp_path: Path) -> list[str]:
    path = tmp_path / "facts.toml"
    path.write_text('[adam]\ntext = "2014"\n', encoding="utf-8")
    return ["--facts", str(path)]


def test_the_command_reports_page_context_and_remedy(
    site: Path, facts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "bad.html").write_text(
        FRAME.format(body="<p>열 걸음 뒤에 12.5가 됩니다.</p>" + OUTPUT.format("12.31"), head=""),
        encoding="utf-8",
    )
    assert main([str(site), "--json", str(site / "r.json"), *facts]) == 1
    printed = capsys.readouterr().out
    assert 'bad.html: "…열 걸음 뒤에 12.5가 됩니다.…": 숫자 12.5' in printed
    assert ":val:" in printed
    assert "가까운 수: 12.31" in printed
    report = json.loads((site / "r.json").read_text("utf-8"))
    assert report["pages"]["bad.html"]["share"] == 0
    assert report["total"]["errors"][0]["numeral"] == "12.5"
    assert report["total"]["seen"] == 2


def test_the_command_accepts_a_clean_site(site: Path, facts: list[str]) -> None:
    assert main([str(site), *facts]) == 0


def test_an_empty_folder_is_not_a_clean_site(
    tmp_path: Path, facts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), *facts]) == 2
    assert "먼저 nox -s docs" in capsys.readouterr().out


def test_an_unreadable_page_is_named(
    site: Path, facts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "broken.html").write_bytes(b"")
    assert main([str(site), *facts]) == 2
    assert "검사하지 못했습니다: broken.html" in capsys.readouterr().out


def test_every_exempt_page_has_a_reason() -> None:
    assert all(len(reason) > 10 for reason in numbercheck.EXEMPT_PAGES.values())
    assert not any(map(numbercheck.is_exempt, ("index.html", "facts.html", "glossary.html")))


def test_sixty_pages_take_seconds_not_minutes(tmp_path: Path) -> None:
    """한계는 넉넉합니다: 재어 본 시간은 두 코어에서 1초 남짓입니다."""
    prose = '<p>값은 <span class="value">0.322</span>, 0.322, 1,728, 10⁻⁴ 입니다.</p>' * 60
    body = prose + formula("x_{10} = 0.322", "0.322 10") * 60
    body += OUTPUT.format("0.32212 1728 0.0001 10\n" * 100) + literal("0.1") * 40
    for number in range(60):
        (tmp_path / f"p{number}.html").write_text(FRAME.format(body=body, head=""), "utf-8")
    start = time.perf_counter()
    reports = check_site(tmp_path, {})
    assert time.perf_counter() - start < 20
    assert len(reports) == 60
    assert not any(report.problems for report in reports)
