#include "app/demo_services.h"

#include <algorithm>
#include <string_view>

#include "app/demo_names.h"
#include "casework/services/words.h"
#include "pack/shelf.h"

namespace arasha::app {
namespace {

struct Kind {
  const char* kind;
  const char* item;
  const char* unit;
  const char* provider;
  bool own;
};
constexpr Kind kKinds[] = {{"social_domestic", "bed", "night", "Приют", true},
                           {"social_domestic", "meals", "day_unit", "Приют", true},
                           {"social_domestic", "clothes", "kit", "Приют", true},
                           {"social_medical", "examination", "service", "Поликлиника № 5", false},
                           {"social_psychological", "counselling", "hour", "Психолог центра", true},
                           {"social_legal", "advice", "hour", "Юрист центра", true},
                           {"social_legal", "documents", "service", "Консульство", false},
                           {"social_economic", "wages", "service", "Юрист центра", true},
                           {"social_labour", "job-search", "service", "Центр занятости", false},
                           {"social_cultural", "leisure", "service", "Приют", true},
                           {"social_pedagogical", "life-skills", "hour", "Швейные курсы", false}};

constexpr const char* kStateFunds[] = {"state_order", "state_order", "grant_iom"};
constexpr const char* kOtherFunds[] = {"grant_iom", "grant_iom", "grant_other", "own", "partner", "free"};

}  // namespace

std::shared_ptr<ServiceGiven> demo_service(std::mt19937& random, const DemoServiceOf& of, std::map<std::string, std::string>& given_until) {
  const Kind& kind = pick(random, kKinds);
  const bool by_day = std::string_view(kind.unit) == "night" || std::string_view(kind.unit) == "day_unit";
  const int days = by_day ? std::min(number_between(random, 3, 30), of.days_here) : 1;
  const std::string funding = of.by_state ? pick(random, kStateFunds) : pick(random, kOtherFunds);
  const std::string first = to_iso(Date(std::chrono::sys_days(of.day) - std::chrono::days(days - 1)));
  std::string& until = given_until[std::string(kind.kind) + kind.item];
  if (first <= until) return nullptr;
  until = to_iso(of.day);
  auto out = std::make_shared<ServiceGiven>();
  const pack::Pack& norms = *pack::Shelf::built_in().find("kz");
  const pack::ServiceKind* known = norms.service_kind_on(kind.kind, of.day);
  for (const pack::ServiceItem& item : known->items()) {
    if (item.id() == kind.item) casework::put_service(*out, norms, *known, &item);
  }
  out->set_unit(kind.unit);
  out->set_provider(kind.provider);
  out->set_provider_kind(kind.own ? "own" : "partner");
  out->set_date(first);
  if (days > 1) out->set_until(until);
  out->set_quantity(std::to_string(by_day ? days : number_between(random, 1, 4)));
  out->set_funding(funding);
  if (funding == "state_order") out->set_receipt("signed");
  return out;
}

}  // namespace arasha::app
