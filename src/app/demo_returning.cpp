#include "app/demo_returning.h"

#include <algorithm>

#include "arasha/consent.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/person.pb.h"
#include "arasha/plan.pb.h"

namespace arasha::app {
namespace {

// Days before today; two people never write in the same slot.
class Way {
 public:
  explicit Way(const DemoPeriod& period) : period_(period) {}

  template <class MessageType>
  int put(int days_ago, DemoRole author, const std::shared_ptr<MessageType>& message, bool of_person = false,
          int corrects = -1, int about = -1) {
    slot_ = std::max(slot_ + 1, period_.now - days_ago * kSlotsOfDay);
    events_.push_back({slot_, author, of_person, message, corrects, about});
    return static_cast<int>(events_.size()) - 1;
  }
  Date day(int days_ago) const {
    return Date(std::chrono::sys_days(period_.first_day) +
                std::chrono::days((period_.now - days_ago * kSlotsOfDay) / kSlotsOfDay));
  }
  std::string iso(int days_ago) const { return to_iso(day(days_ago)); }
  std::vector<DemoEvent> take() { return std::move(events_); }

 private:
  const DemoPeriod& period_;
  int slot_ = -1;
  std::vector<DemoEvent> events_;
};

void begin(Way& way, int days_ago, const std::shared_ptr<Identity>& identity, const char* source,
           const char* language, const char* summary) {
  way.put(days_ago, DemoRole::caseworker, identity, true);
  auto contact = std::make_shared<FirstContact>();
  contact->set_date(way.iso(days_ago));
  contact->add_sources(source);
  contact->set_how_reached("in_person");
  contact->set_language(language);
  contact->set_danger("possible");
  contact->set_summary(summary);
  way.put(days_ago, DemoRole::caseworker, contact);
  auto assignment = std::make_shared<Assignment>();
  assignment->set_member(kDemoFirstWorker);
  way.put(days_ago - 1, DemoRole::director, assignment);
}

std::shared_ptr<Consent> consent(const Way& way, int days_ago, const char* purpose, const char* recipient,
                                 const char* language) {
  auto out = std::make_shared<Consent>();
  out->set_purpose(purpose);
  out->set_recipient(recipient);
  out->set_answer("given");
  out->set_date(way.iso(days_ago));
  out->set_explained("spoken");
  out->set_explained_by("Куратор дела");
  out->set_language(language);
  out->set_given_by("person");
  return out;
}

std::shared_ptr<LegalStatus> stay(const Way& way, int days_ago, const char* status, const char* asylum) {
  auto out = std::make_shared<LegalStatus>();
  out->set_status(status);
  out->set_date(way.iso(days_ago));
  out->set_asylum(asylum);
  return out;
}

std::shared_ptr<CaseConference> conference(const Way& way, int days_ago) {
  auto out = std::make_shared<CaseConference>();
  out->set_date(way.iso(days_ago));
  for (const char* name : {"Айгерим", "Ержан", "Марина"}) out->add_members(name);
  out->set_agenda("Всё ли готово к отъезду: справка, билет, кто встречает.");
  const std::pair<const char*, const char*> decisions[] = {
      {"Получить справку о возвращении", "Ержан"}, {"Позвонить партнёру за день до прибытия", "Айгерим"}};
  for (const auto& [what, who] : decisions) {
    auto* row = out->add_decisions();
    row->set_number(std::to_string(out->decisions_size()));
    row->set_what(what);
    row->set_who(who);
    row->set_by(way.iso(out->decisions_size() == 1 ? 5 : -3));
  }
  out->set_next(way.iso(-14));
  return out;
}

}  // namespace

std::shared_ptr<Closure> demo_closure(std::string day, const char* reason, const char* destination, std::string note) {
  auto out = std::make_shared<Closure>();
  out->set_reason(reason);
  out->set_destination(destination);
  out->set_date(std::move(day));
  out->set_note(std::move(note));
  return out;
}

std::shared_ptr<ReturnOptions> demo_options(Date day, const char* language) {
  auto out = std::make_shared<ReturnOptions>();
  out->set_date(to_iso(day));
  for (const char* option : {"stay", "permit", "asylum", "assisted", "alone"}) out->add_options(option);
  out->set_explained_by("Куратор дела");
  out->set_language(language);
  return out;
}

std::shared_ptr<ReturnAssessment> demo_assessment(Date day) {
  auto out = std::make_shared<ReturnAssessment>();
  out->set_date(to_iso(day));
  out->set_assessed_by("Куратор дела и юрист");
  out->set_there("yes");
  out->set_there_by(kDemoPartner);
  const std::pair<const char*, const char*> risks[] = {{"debt", "Партнёр поможет договориться об отсрочке"},
                                                       {"no_income", "Курсы и подъёмные от партнёра"}};
  for (const auto& [factor, measure] : risks) {
    auto* row = out->add_risks();
    row->set_factor(factor);
    row->set_likelihood("possible");
    row->set_measure(measure);
  }
  out->set_needs("Жильё на первое время, работа, врач.");
  out->set_result("safe_with_measures");
  out->set_measures("Партнёр встречает на вокзале; старый адрес никому не называть.");
  return out;
}

std::shared_ptr<ReturnPlan> demo_return_plan(Date day, const char* country) {
  auto out = std::make_shared<ReturnPlan>();
  out->set_date(to_iso(day));
  out->set_partner(kDemoPartner);
  out->set_country(country);
  out->set_contact("agreed");
  out->set_housing("Кризисный центр на два месяца");
  out->set_work("Курсы сварщиков, затем трудоустройство");
  out->set_health_care("Поликлиника по месту жительства");
  out->set_agrees("agrees");
  return out;
}

DemoCase demo_way_home(const DemoPeriod& period) {
  DemoCase out;
  out.person = {DemoKind::building, false, false, "uz", "UZ"};
  out.identity = std::make_shared<Identity>();
  out.identity->set_family_name("Юлдашев");
  out.identity->set_given_name("Бахтиёр");
  out.identity->set_birth_date("1992-04-18");
  out.identity->set_sex("male");
  out.identity->set_gender("Masculine");
  out.identity->add_citizenships("UZ");
  out.identity->add_languages("uz");
  out.identity->set_document_kind("held_by_others");
  Way way(period);
  begin(way, 45, out.identity, "embassy", "uz",
        "Работал на стройке восемь месяцев без оплаты, паспорт у прораба. Хочет домой.");
  way.put(43, DemoRole::caseworker, consent(way, 43, "case_management", "Наш центр", "uz"));
  way.put(42, DemoRole::caseworker, stay(way, 42, "irregular", "no"));
  way.put(25, DemoRole::caseworker, demo_options(way.day(25), "uz"));
  auto journey = std::make_shared<Return>();
  journey->set_decision("wants");
  journey->set_signed_on(way.iso(23));
  journey->set_kind("assisted");
  journey->set_country("UZ");
  const int first = way.put(23, DemoRole::caseworker, journey);
  auto agreed = consent(way, 22, "return", kDemoPartner, "uz");
  for (const char* group : {"identity", "contact", "services", "whereabouts"}) agreed->add_groups(group);
  const int agreement = way.put(22, DemoRole::caseworker, agreed);
  way.put(18, DemoRole::caseworker, demo_assessment(way.day(18)));
  way.put(16, DemoRole::caseworker, demo_return_plan(way.day(16), "UZ"));
  const auto together = conference(way, 10);
  const int met = way.put(10, DemoRole::director, together);
  auto ready = std::make_shared<Return>(*journey);
  ready->set_travel_document("issued");
  ready->set_document_on(way.iso(6));
  ready->set_fines("waived");
  ready->set_fines_on(way.iso(6));
  ready->set_exit_permit("not_needed");
  ready->set_fit("fit");
  ready->set_fit_on(way.iso(7));
  ready->set_escort("none");
  ready->set_ticket("Поезд 372 Алматы – Ташкент");
  ready->set_ticket_on(way.iso(4));
  ready->set_pocket_amount("40000");
  ready->set_pocket_currency("KZT");
  ready->set_pocket_funding("grant_iom");
  ready->set_departure(way.iso(-4));
  auto settled = std::make_shared<CaseConference>(*together);
  settled->mutable_decisions(0)->set_done(way.iso(6));
  way.put(6, DemoRole::director, settled, false, met);
  way.put(4, DemoRole::caseworker, ready, false, first);
  auto given = std::make_shared<Shared>();
  given->set_date(way.iso(2));
  given->set_purpose("return");
  given->set_recipient(kDemoPartner);
  for (const char* group : {"identity", "contact", "whereabouts"}) given->add_groups(group);
  given->set_how("paper");
  given->set_details("Выписка: имя, день приезда, что нужно в первую неделю.");
  given->set_basis("consent");
  way.put(2, DemoRole::caseworker, given, false, -1, agreement);
  out.events = way.take();
  return out;
}

DemoCase demo_child_asks_asylum(const DemoPeriod& period) {
  DemoCase out;
  out.person = {DemoKind::sexual, true, true, "ky", "KG"};
  out.identity = std::make_shared<Identity>();
  out.identity->set_family_name("Токтосунова");
  out.identity->set_given_name("Айсулуу");
  out.identity->set_sex("female");
  out.identity->set_gender("Feminine");
  out.identity->add_citizenships("KG");
  out.identity->add_languages("ky");
  Way way(period);
  const Date today = way.day(0);
  out.identity->set_birth_date(
      to_iso(Date{today.year() - std::chrono::years(15), std::chrono::January, std::chrono::day(20)}));
  begin(way, 30, out.identity, "police", "ky",
        "Её нашли при проверке гостиницы. Домой боится: дядя знает тех людей.");
  auto guardian = std::make_shared<FamilyLink>();
  guardian->set_name("Орган опеки района");
  guardian->set_relation("guardian");
  guardian->set_safe_to_contact("yes");
  guardian->set_guardian_ground("authority");
  guardian->set_guardian_document("Решение № 41");
  way.put(27, DemoRole::caseworker, guardian, true);
  auto agreed = consent(way, 26, "case_management", "Наш центр", "ky");
  agreed->set_given_by("person_and_guardian");
  agreed->set_guardian("Орган опеки района");
  agreed->set_child_agrees("yes");
  way.put(26, DemoRole::caseworker, agreed);
  way.put(24, DemoRole::caseworker, stay(way, 24, "asylum_seeker", "requested"));
  way.put(20, DemoRole::caseworker, demo_options(way.day(20), "ky"));
  auto decision = std::make_shared<BestInterestDecision>();
  decision->set_date(way.iso(14));
  for (const char* who : {"Орган опеки района", "Марина, психолог", "Ержан, юрист"})
    decision->add_present(who);
  decision->set_guardian("Орган опеки района, решение № 41");
  decision->set_heard("talk");
  decision->set_child_view("Хочет учиться здесь. Домой не хочет, пока там дядя.");
  decision->set_options("Вернуться к матери: дядя живёт рядом. Остаться в семье опекуна: школа, безопасно.");
  decision->set_decision("Остаётся здесь, в приёмной семье, пока рассматривается просьба об убежище.");
  decision->set_solution("stay_care");
  decision->set_review(way.iso(-76));
  const int decided = way.put(14, DemoRole::caseworker, decision);
  auto asked = std::make_shared<ApprovalAsked>();
  way.put(13, DemoRole::caseworker, asked, false, -1, decided);
  auto approval = std::make_shared<Approval>();
  approval->set_decision("approved");
  way.put(12, DemoRole::director, approval, false, -1, decided);
  auto journey = std::make_shared<Return>();
  journey->set_decision("undecided");
  journey->set_country("KG");
  journey->set_note("Мать просит вернуть её домой.");
  way.put(8, DemoRole::caseworker, journey);
  out.events = way.take();
  return out;
}

}  // namespace arasha::app
