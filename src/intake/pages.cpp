#include "intake/pages.h"

#include "intake/inside_pages.h"
#include "intake/outside_pages.h"

namespace arasha::intake {
namespace {

constexpr std::string_view kOrigin = "intake:";

}  // namespace

void add_pages(web::Site& site, projection::Tables& tables, const pack::Shelf& shelf) {
  const Outdoors doors{site.vault(), shelf, std::make_shared<Flood>()};
  add_outside_pages(site, doors);
  add_coming_back(site, doors);
  const Desk desk{site.vault(), tables, shelf};
  add_inbox_pages(site, desk);
  add_setting_pages(site, desk);
}

void add_to_casework(vault::Vault& vault, casework::Additions& additions) {
  additions.my_work.emplace_back([&vault](const Visit& visit) {
    const std::size_t count = new_for(vault, visit.keyring);
    if (count == 0) return Html();
    return web::inset(el("div", {}, web::link("/intake", visit.words.plural("{1} new message by form", "{1} new messages by form", static_cast<std::int64_t>(count)))));
  });
  additions.contact_made = [&vault](const Visit& visit, std::string_view origin, FileId case_file) -> Result<void> {
    if (!origin.starts_with(kOrigin)) return {};
    TRY(file, FileId::from_text(origin.substr(kOrigin.size())));
    if (!vault.may_open(visit.keyring, file, INTAKE)) return {};
    IntakeStep step;
    step.set_what("case");
    step.set_case_(case_file.text());
    return add_step(vault, visit.keyring, file, step);
  };
}

Result<std::uint64_t> sweep(vault::Vault& vault) { return vault.sweep_replies(date_of(vault.clock().now())); }

}  // namespace arasha::intake
