"""Random documents as people write them: block and flow style, quotes, comments and blank lines anywhere."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "Do you rest?",
        "How much: a lot?",
        "It's fine",
        "yes",
        "12",
        "Line # one",
        "“Quoted”",
        "a",
        "- dash",
        "x" * 130,
    ]
)
COMMENTS = st.sampled_from(["# why", "#", "# - name: no", "# name: x: y"])


def _scalar(draw: Any, words: str, indent: int) -> str:
    """The words in one of the styles that can carry them."""
    single = "'" + words.replace("'", "''") + "'"
    double = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    block = f"{draw(st.sampled_from(['|-', '>-', '>- # folded']))}\n{' ' * (indent + 2)}{words}"
    plain = [words] if words[0].isalpha() and not {":", "#", "'"} & set(words) and words != "yes" else []
    return str(draw(st.sampled_from([single, double, block, *plain])))


def _item(draw: Any, name: str, earlier: list[str], indent: int) -> list[str]:
    pad = " " * (indent + 2)
    words = draw(WORDS)
    quoted = '"' + words.replace('"', '\\"') + '"'
    if draw(st.integers(0, 4)) == 0:
        return [" " * indent + f"- {{name: {name}, type: yes_no, ask: {quoted}}}"]
    lines = [" " * indent + f"- name: {name}", f"{pad}type: {draw(st.sampled_from(['yes_no', 'choice']))}"]
    lines.append(f"{pad}ask: {_scalar(draw, words, indent + 2)}")
    if lines[1].endswith("choice"):
        options = "{a: One, b: {label: Two, other: true}}"
        block = f"\n{pad}  a: One # first\n{pad}  b: {{label: Two, other: true}}"
        lines.append(f"{pad}options:{draw(st.sampled_from([' ' + options, block]))}")
    if earlier and draw(st.booleans()):
        subject = draw(st.sampled_from(earlier))
        lines.append(
            f"{pad}when: {{{subject}: {{answered: true}}}}{draw(st.sampled_from(['', '  # a rule']))}"
        )
    return lines


def _loosened(draw: Any, lines: list[str], indent: int) -> list[str]:
    """The lines of an item with a comment above, below, or a blank line after it."""
    above = [" " * indent + draw(COMMENTS)] if draw(st.integers(0, 3)) == 0 else []
    below = [" " * (indent + 2) + draw(COMMENTS)] if draw(st.integers(0, 4)) == 0 else []
    return [*above, *lines, *below]


@st.composite
def authored(draw: Any) -> str:
    """A document of one to three sections with one to four items each."""
    step = draw(st.sampled_from([0, 2, 4]))
    lines = ["# A survey", "name: random", "title: Random   # called so", ""]
    lines += ["source: {citation: None, wording: reconstructed}", "sections:"]
    earlier: list[str] = []
    airy = draw(st.booleans())
    for at in range(draw(st.integers(1, 3))):
        lines += [""] if airy and at else []
        pad = " " * step
        lines += [f"{pad}- name: part{at}", f"{pad}  title: Part {at}", f"{pad}  items:"]
        loose = draw(st.booleans())
        for where in range(draw(st.integers(1, 4))):
            name = f"q{at}_{where}"
            indent = step + 2 + draw(st.just(step))
            lines += ([""] if loose and where else []) + _loosened(
                draw, _item(draw, name, earlier, indent), indent
            )
            earlier.append(name)
    return "\n".join(lines) + str(draw(st.sampled_from(["", "\n", "\n# the end\n"])))
