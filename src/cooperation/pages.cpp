#include "cooperation/pages.h"

#include "cooperation/parts.h"

namespace arasha::cooperation {

void add_pages(web::Site& site, projection::Projection& projection, const Book& book) {
  const Desk desk{site.vault(), projection, book};
  site.place(44, kHome, N_("Cooperation"), reads);
  // Addresses with a word of their own before those of a file.
  add_overview_pages(site, desk);
  add_table_pages(site, desk);
  add_agreement_pages(site, desk);
  add_report_pages(site, desk);
  add_work_pages(site, desk);
  add_entry_pages(site, desk);
  add_meeting_pages(site, desk);
  add_sheet_pages(site, desk);
}

}  // namespace arasha::cooperation
