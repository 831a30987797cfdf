// What other rooms put into the pages of casework, which knows none of them. `app` gathers it before the site serves.
#pragma once

#include <functional>
#include <vector>

#include "web/site.h"

namespace arasha::casework {

struct CaseView;
// What another room shows on the page of a case; empty where there is nothing to show.
using CasePanel = std::function<web::Html(const web::Visit&, const CaseView&)>;

// Something that another room does with several cases at once: its address takes the form of the list of cases (lists/bulk.h).
struct BulkAct {
  const char* address = "";
  const char* text = "";  // of the button, a msgid
  std::function<bool(const web::Visit&)> is_offered;
};

struct Additions {
  std::vector<CasePanel> case_panels;
  std::vector<BulkAct> bulk_acts;
  // At the top of "my work"; nothing where there is nothing to say to this member.
  std::vector<std::function<web::Html(const web::Visit&)>> my_work;
  // A first contact that came out of something else was saved: `origin` is the field of that name, which the form carried along.
  // Called again when the form is sent again.
  std::function<Result<void>(const web::Visit&, std::string_view origin, FileId case_file)> contact_made;
};

}  // namespace arasha::casework
