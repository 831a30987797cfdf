// A paper as HTML: to be looked at before it is made, and as a page for the browser's own printer.
#pragma once

#include "paper/document.h"
#include "web/html.h"

namespace arasha::web {

// `top` is the level of its title among the headings of the page that it stands on.
Html paper_html(const paper::Document& document, int top = 1);

// A whole page with nothing beside the paper: no bar, no name of the program.
Html paper_page(const paper::Document& document);

}  // namespace arasha::web
