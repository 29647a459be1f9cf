# SPDX-License-Identifier: MIT
"""How Sphinx makes one site of the pages, for C and Python together.

The source directory is the root of the project, not doc/: so a link from a
page to the README, to a model or to a header is the same link here, on a git
host and in an editor. Which files are pages is said below, in
`include_patterns`.

The tree of the site is not written down twice. A page that lists others, as
doc/index.md and each README.md under doc/ do, is given the pages of its list
as its branch of the tree. A page in no list is a warning, and a warning is an
error: doc/build.sh runs Sphinx with -W and -n.

The C interface comes from the comments of include/msb, by Doxygen and Breathe;
doc/build.sh says in MSB_XML where Doxygen left them. The Python interface comes
from the package's own docstrings and annotations, by autodoc.
"""

import builtins
import os
import pathlib
import posixpath
import re
import sys

import msb
from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

ROOT = pathlib.Path(__file__).resolve().parent.parent

project = "libmsb"
author = "The libmsb authors"
release = re.search(r"version: '([^']+)'",
                    (ROOT / "meson.build").read_text("utf-8"))[1]
version = release

extensions = ["myst_nb", "breathe", "sphinx.ext.autodoc"]
root_doc = "doc/index"
include_patterns = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
    "doc/*.md", "doc/**/*.md", "doc/**/*.ipynb",
    "examples/**/*.md", "examples/**/*.ipynb", "tests/scenarios/README.md",
]
exclude_patterns = ["**/.*", "build*", "**/__pycache__"]

# --- Markdown and notebooks
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
# Notebooks are kept without outputs, and executed here as by their test.
nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
# Bars of progress.
nb_output_stderr = "remove"

# --- C, from Doxygen's XML
breathe_projects = {"msb": os.environ["MSB_XML"]}
breathe_default_project = "msb"
breathe_domain_by_extension = {"h": "c"}
breathe_show_include = False

# --- Python, from docstrings and annotations
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
python_use_unqualified_type_names = True

# --- What a name may point to that is not on this site
OTHERS = ("duckdb", "matplotlib", "numpy", "pandas", "polars", "pyarrow",
          "tqdm")
nitpick_ignore_regex = [
    ("c:identifier", r"(u?int(8|16|32|64)_t|size_t|bool|uintptr_t|FILE)"),
    ("py:.*", "|".join(re.escape(name) for name in dir(builtins))),
    ("py:.*", r"({})(\..*)?".format(
        "|".join(sorted(sys.stdlib_module_names.union(OTHERS))))),
    # Variables of types: T, P_co.
    ("py:.*", r"(.*\.)?[A-Z][a-z]?(_co|_contra)?"),
]

# --- The look
html_theme = "furo"
html_title = f"libmsb {release}"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
# Leads from the site's own address to doc/index.html.
html_extra_path = ["site/index.html"]
html_theme_options = {"navigation_with_keys": True}

ENTRY = re.compile(r"^(?:-|\d+\.) .*?\]\(([^):#]+\.(?:md|ipynb))\)", re.M)
LISTS = re.compile(r"doc/(?:index|(?:.*/)?README)")
# Types that stay texts in annotations, where their checker alone imports what
# stands beside them; some are called as attributes are.
FULL = {"Axes": "matplotlib.axes.Axes", "date": "datetime.date",
        "datetime": "datetime.datetime"}
CALL = re.compile(r"msb_\w+\(\)")
LOGGER = logging.getLogger(__name__)


def plant_tree(_app, docname, source):
    """Give a page that lists others the tree of what it lists."""
    if not LISTS.fullmatch(docname):
        return
    entries = [
        posixpath.normpath(posixpath.join(posixpath.dirname(docname),
                                          posixpath.splitext(entry)[0]))
        for entry in ENTRY.findall(source[0])]
    if entries:
        source[0] += ("\n```{toctree}\n:hidden:\n\n"
                      + "".join(f"/{entry}\n" for entry in entries)
                      + "```\n")


def link_calls(app, doctree, docname):
    """Make each `msb_x_y()` in a page's text lead to its description."""
    calls = {name: (page, anchor) for name, _, kind, page, anchor, _
             in app.env.get_domain("c").get_objects() if kind == "function"}
    for literal in list(doctree.findall(nodes.literal)):
        text = literal.astext()
        if (not CALL.fullmatch(text)
                or isinstance(literal.parent, nodes.reference)):
            continue
        if text.removesuffix("()") not in calls:
            LOGGER.warning("no call of the C interface: %s", text,
                           location=literal)
            continue
        page, anchor = calls[text.removesuffix("()")]
        literal.replace_self(make_refnode(
            app.builder, docname, page, anchor, literal.deepcopy()))


def name_in_full(_app, doctree):
    """Name the types of annotations in full."""
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "py" and node["reftype"] == "class":
            node["reftarget"] = FULL.get(node["reftarget"],
                                         node["reftarget"])


def find_home(name):
    """Return where a public name is kept: Store.load in msb.counts."""
    first, *rest = name.removeprefix("msb.").split(".")
    home = getattr(msb, first, None)
    for part in rest:
        home = next((base for base in getattr(home, "__mro__", ())
                     if part in vars(base)), None)
    if not hasattr(home, "__qualname__"):
        return None
    return ".".join([home.__module__, home.__qualname__, *rest])


def resolve_public(app, env, node, contnode):
    """Lead a name as users write it to its description: all are in msb.

    A method by itself is one of a store or a model, in whichever class of
    theirs it is kept.
    """
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"]
    for name in (target, f"Store.{target}", f"Model.{target}"):
        home = find_home(name)
        found = home and env.get_domain("py").resolve_xref(
            env, node["refdoc"], app.builder, "obj", home, node, contnode)
        if found:
            return found
    return None


def read_docstring(_app, what, name, obj, _options, lines):
    """Read the sections of a docstring in Google's style.

    Not by Sphinx's extension, which takes what stands before the first colon
    of an attribute's docstring for its type; ours have annotations for that.
    """
    if what in ("attribute", "data", "property"):
        what = "method"
    lines[:] = GoogleDocstring(lines, what=what, name=name, obj=obj).lines()


def setup(app):
    """Connect what is above."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", plant_tree)
    app.connect("autodoc-process-docstring", read_docstring)
    app.connect("doctree-read", name_in_full)
    app.connect("missing-reference", resolve_public)
    app.connect("doctree-resolved", link_calls)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
