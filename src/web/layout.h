// The frame of every page, and the components that pages are made of (GOV.UK Frontend's classes, our own look).
#pragma once

#include <optional>

#include "base/catalogue.h"
#include "schema/form.h"
#include "web/html.h"

namespace arasha::web {

// A place in the bar at the top of every page.
struct Place {
  std::string address;
  const char* label;  // a msgid
};

struct Page {
  const Catalogue& words;
  std::string title;                       // translated
  std::string member;                      // signed in as; empty: nobody
  std::string csrf;
  std::string path;                        // to come back to after a change of language
  std::string back;                        // address of a back link; empty: none
  Html main;
  std::vector<Place> places = {};          // that this member may go to
};
Html layout(const Page& page);

// The summary at the top of a form with mistakes; each line leads to its field.
Html error_summary(const Catalogue& words, const std::vector<schema::FieldError>& errors);

// The fields of a form, with what was typed and what is wrong with it.
Html form_field(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed,
                const std::vector<schema::FieldError>& errors);

Html heading(std::string_view text);
Html button(std::string_view text);
Html csrf_field(std::string_view csrf);

}  // namespace arasha::web
