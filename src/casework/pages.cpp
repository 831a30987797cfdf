#include "casework/pages.h"

#include "casework/oversight/pages.h"
#include "casework/letters/pages.h"
#include "casework/parts.h"

namespace arasha::casework {

void add_pages(web::Site& site, projection::Tables& tables, const pack::Shelf& shelf, std::vector<CasePanel> panels) {
  const Desk desk{site.vault(), tables, shelf, std::move(panels)};
  add_work_pages(site, desk);
  add_list_pages(site, desk);
  add_out_pages(site, desk);
  add_person_pages(site, desk);
  add_contact_pages(site, desk);
  add_case_pages(site, desk);
  add_history_pages(site, desk);
  add_screening_pages(site, desk);
  add_plan_pages(site, desk);
  add_service_pages(site, desk);
  add_many_service_pages(site, desk);
  add_norm_pages(site, desk);
  add_consent_pages(site, desk);
  add_document_pages(site, desk);
  add_paper_pages(site, desk);  // before the letters: /case/…/papers/add is no letter
  add_letter_pages(site, desk);
  add_entry_pages(site, desk);
  add_return_pages(site, desk);
  add_step_pages(site, desk);
  add_own_form_pages(site, desk);
  add_task_pages(site, desk);
  add_follow_up_pages(site, desk);
  add_template_pages(site, desk);
  add_retention_pages(site, desk);
  add_clue_pages(site, desk);
  add_glass_pages(site, desk);
  add_alert_pages(site, desk);
  add_figure_pages(site, desk);
  add_oversight_settings(site, desk);
}

}  // namespace arasha::casework
