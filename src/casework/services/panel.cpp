#include "casework/services/panel.h"

#include "arasha/services.pb.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

struct Answer {
  Verdict verdict;
  std::string kinds;
};

web::Meaning meaning_of(pack::Outcome outcome) {
  if (outcome == pack::STATE_STANDARD) return web::Meaning::good;
  return outcome == pack::DONOR_ONLY ? web::Meaning::waiting : web::Meaning::over;
}

Html answer_html(const Catalogue& words, const pack::Pack& pack, const Answer& answer, bool all) {
  const pack::EligibilityRule& rule = *answer.verdict.rule;
  Html out = web::tag(meaning_of(answer.verdict.outcome), label(words, "service_outcome", std::string(pack::code(answer.verdict.outcome))));
  out.add(" ");
  out.add(all ? std::string(words.text(N_("All services"))) : answer.kinds);
  out.add(el("div", {}, pack::in_language(rule.reason(), words.language())));
  if (const Identification* decision = answer.verdict.decision) {
    const std::string about = label(words, "identification_status", decision->status()) + ", " + label(words, "deciding_body", decision->deciding_body()) + ", " + date_label(words, decision->date());
    out.add(el("div", {}, quiet(about)));
  }
  out.add(el("div", {{"class", "arasha-quiet"}}, web::link(rule_address(rule), words.text(N_("Rule"))), ": ", norm_html(words, pack, rule.norm())));
  return el("li", {}, out);
}

Html not_known(const Catalogue& words, const Standing& standing) {
  Html items;
  const auto add = [&](const char* sentence) { items.add(el("li", {}, words.text(sentence))); };
  if (!standing.group_known) add(N_("Citizenship and stay: not known here. They count as “no papers yet”."));
  if (standing.decisions.empty()) add(N_("Status of identification: not known, nobody decided by this day. The case counts as a signal."));
  return items.is_empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

}  // namespace

Html who_pays(const Catalogue& words, const pack::Pack& pack, const Story& story, const Identity* identity, Date day) {
  const Standing standing = standing_on(story, identity, pack, day);
  std::vector<Answer> answers;
  const auto put = [&](std::string_view kind, const std::string& title) -> Result<void> {
    TRY(verdict, verdict_on(pack, standing, day, kind));
    for (Answer& one : answers) {
      if (one.verdict.rule != verdict.rule || one.verdict.decision != verdict.decision) continue;
      one.kinds += ", " + title;
      return {};
    }
    answers.push_back({verdict, title});
    return {};
  };
  Result<void> done;
  const auto kinds = pack::all_on(pack.contents().service_kinds(), day);
  for (const pack::ServiceKind* kind : kinds) {
    if (done) done = put(kind->id(), pack::in_language(kind->title(), words.language()));
  }
  if (kinds.empty()) done = put("", "");
  if (!done) return web::paragraph(words.error(done.error()));
  Html items;
  for (const Answer& one : answers) items.add(answer_html(words, pack, one, answers.size() == 1));
  Html out = not_known(words, standing);
  out.add(el("ul", {{"class", "govuk-list govuk-list--spaced"}}, items));
  return out;
}

Html services_panel(const Desk& desk, const Visit& visit, const CaseView& view) {
  if (!view.reads_case()) return {};
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  Html inside = el("p", {{"class", "govuk-body"}}, words.text(N_("Who may pay by the norms, on {1}:"), {words.date(day)}));
  inside.add(who_pays(words, norms_of(desk), view.story, view.identity, day));
  if (view.may_change(ASSISTANCE)) {
    inside.add(el("p", {{"class", "arasha-entry__links"}}, web::link(add_address(view, schema::entry_type_of<ServiceGiven>()), words.text(N_("Service given"))), " ",
                  web::link("/services/new/person/" + view.file.text(), words.text(N_("Several services at once"))), " ",
                  web::link(add_address(view, schema::entry_type_of<ServiceStanding>()), words.text(N_("Citizenship and stay, for services")))));
  }
  return section(words.text(N_("Services")), "services-heading", inside);
}

}  // namespace arasha::casework
