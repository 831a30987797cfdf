#include "app/demo_keeping.h"

#include "arasha/retention.pb.h"
#include "casework/cases.h"

namespace arasha::app {
namespace {

struct Closed {
  const char* family;
  const char* given;
  const char* birth;
  const char* summary;
  const char* reason;
};

Result<FileId> closed_case(vault::Vault& vault, const DemoKeeping& keeping, const Closed& what) {
  casework::Cases cases(vault);
  keeping.set_clock(keeping.first);
  Identity identity;
  identity.set_family_name(what.family);
  identity.set_given_name(what.given);
  identity.set_birth_date(what.birth);
  identity.set_sex("male");
  identity.add_citizenships("UZ");
  FirstContact contact;
  contact.set_date(to_iso(date_of(keeping.first)));
  contact.add_sources("police");
  contact.set_danger("none");
  contact.set_summary(what.summary);
  TRY(files, cases.open_case(keeping.worker, identity, contact, {}));
  Assignment assignment;
  assignment.set_member(keeping.worker.member().text());
  TRY_VOID(cases.add(keeping.worker, files.case_file, assignment));
  const Time end = keeping.first + std::chrono::days(6);
  keeping.set_clock(end);
  Closure closure;
  closure.set_date(to_iso(date_of(end)));
  closure.set_reason(what.reason);
  TRY_VOID(cases.add(keeping.worker, files.case_file, closure));
  return files.case_file;
}

}  // namespace

Result<void> demo_keeping(vault::Vault& vault, const DemoKeeping& keeping) {
  TRY_VOID(closed_case(vault, keeping, {"Рахимов", "Бекзод", "1991-05-17", "Работал на стройке без оплаты, документы вернули. Попросил билет домой.", "goals_met"}));
  TRY(held, closed_case(vault, keeping, {"Юлдашев", "Сардор", "1986-02-03", "Свидетель по делу о принудительном труде, уехал к семье.", "goals_met"}));
  keeping.set_clock(keeping.now);
  for (const auto& [rule, months] : {std::pair("retention.limitation", "12"), std::pair("retention.funder-audit", "36"), std::pair("retention.purpose-reached", "13")}) {
    TRY_VOID(vault.change_setting(keeping.steward, rule, months));
  }
  LegalHold hold;
  hold.set_ground("court");
  hold.set_authority("Медеуский районный суд");
  hold.set_reference("1-214/2026");
  hold.set_date(to_iso(date_of(keeping.now)));
  hold.set_ordered_by("Сауле");
  TRY_VOID(casework::Cases(vault).add(keeping.steward, held, hold));
  return {};
}

}  // namespace arasha::app
