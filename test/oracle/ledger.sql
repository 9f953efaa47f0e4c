-- What became of the lines: of the run by outcome, and of each period.
-- Reads: judged, accepted, outcomes.

create view run_ledger as
select outcome, count(*) as lines from outcomes group by outcome;

create view period_tallies as
select periods.site, periods.date,
  coalesce(excluded, 0) as excluded,
  coalesce(bot, 0) as bot,
  coalesce(duplicate, 0) as duplicate,
  coalesce(counted, 0) as counted,
  coalesce(conflicts, 0) as duplicate_conflict
from periods
left join (
  select site, date, count(*) filter (outcome = 'excluded') as excluded,
    count(*) filter (outcome = 'bot') as bot
  from judged group by site, date) using (site, date)
left join (
  select site, date, count(*) filter (is_duplicate) as duplicate,
    count(*) filter (not is_duplicate) as counted, count(*) filter (is_conflict) as conflicts
  from accepted group by site, date) using (site, date);

create view counted_by_action as
select site, date, action as name, count(*) as lines
from accepted where not is_duplicate group by site, date, action;

create view excluded_by_rule as
select site, date, exclusion as name, count(*) as lines
from judged where outcome = 'excluded' group by site, date, exclusion;
