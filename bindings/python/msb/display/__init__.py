# SPDX-License-Identifier: MIT
"""What results look like in a notebook: HTML, SVG and plots.

Nothing here is imported before it is shown. The diagrams need no other
package; the plots need matplotlib.
"""
