"""One small file of projects: corrected, grown, touched by a person, wrong; and rules and decisions that are wrong."""

from pathlib import Path

import pghistory
import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
from projects.models import LikePair, Project
from projects.services.loading.files import plan_of
from projects.services.loading.pairs import read_decisions
from projects.services.loading.projects import load_projects
from projects.services.loading.rules import read_rules
from projects.services.pairs import undo
from regions.files import FileRefused
from tests.factories import accounts
from tests.factories.plans import PlanFactory

HEAD = "box,group,name,facts,kind,certainty,line\n"
TWINS = "专栏1,甲,黄河农耕文化园,,project,box,10\n专栏2,乙,黄河农耕文化园建设项目,,project,box,20\n"
DECIDED = "plan,first_line,first_name,second_line,second_name,decision,kept,reason\n"
MERGED = "410726-2021-2025,10,黄河农耕文化园,20,黄河农耕文化园建设项目,merged,second,同一园\n"


@pytest.fixture
def write(db, tmp_path):
    PlanFactory()
    return lambda text: load_projects([_file(tmp_path, HEAD + text)])


def _file(folder, text, name="410726-2021-2025.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_corrected_word_reaches_the_same_project(write):
    write("专栏1,,甲园,,project,box,10\n专栏1,,乙园,,project,box,11\n")
    first = Project.objects.get(name="甲园")
    receipt = write("专栏1,,甲产业园,总投资3亿元,project,box,10\n专栏1,,乙园,,project,box,11\n")
    first.refresh_from_db()
    assert (first.name, first.investment, first.lock, receipt.changed["重点项目"]) == ("甲产业园", 3, 1, 1)
    assert write("专栏1,,甲产业园,总投资3亿元,project,box,10\n专栏1,,乙园,,project,box,11\n").written == 0


def test_a_new_line_goes_behind_and_a_missing_one_stays(write):
    write("专栏1,,甲园,,project,box,10\n专栏1,,乙园,,project,box,11\n")
    receipt = write("专栏1,,甲园,,project,box,10\n专栏1,,丙园,,project,box,12\n")
    assert list(Project.objects.order_by("position").values_list("name", "position")) == [
        ("甲园", 1), ("乙园", 2), ("丙园", 3),
    ]  # fmt: skip
    assert receipt.created["重点项目"] == 1
    assert receipt.conflicts == [receipt.conflicts[0]] and "没有“乙园”" in receipt.conflicts[0]


def test_what_a_person_wrote_stays(write):
    write("专栏1,,甲园,,project,box,10\n")
    with pghistory.context(user=accounts.planner().pk, reason="改名"):
        Project.objects.update(name="甲科技园", lead_unit=None)
    assert write("专栏1,,甲园,,project,box,10\n").kept["重点项目"] == 1
    assert write("专栏1,,甲园,总投资3亿元,project,box,10\n").conflicts
    assert Project.objects.get().name == "甲科技园"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("专栏1,,,,project,box,10\n", "没有填"),
        ("专栏1,,甲,,dream,box,10\n", "不是允许的词"),
        ("专栏1,,甲,,project,guess,10\n", "不是允许的词"),
        ("专栏1,,甲,,project,box,\n", "没有填"),
        ("专栏1,,甲,,project,box,ten\n", "应为整数"),
        ("专栏1,,甲,,project,box,10\n专栏1,,甲,,project,box,10\n", "已有同名项目"),
        ("专栏1,,甲,,project,box,10\n专栏1,,乙,,project,box,9\n", "行号小于上一行"),
    ],
)
def test_a_bad_row_refuses_the_file(write, text, said):
    with pytest.raises(FileRefused, match=said):
        write(text)
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_file_must_say_its_plan(tmp_path):
    row = HEAD + "专栏1,,甲,,project,box,10\n"
    with pytest.raises(CommandError, match="文件名不对"):
        call_command("load_projects", _file(tmp_path, row, "projects.csv"))
    with pytest.raises(CommandError, match="请先运行 load_plans"):
        call_command("load_projects", _file(tmp_path, row))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("units: {dreams: 统计局}\nrules: [{field: water, name: [渠]}]", "没有这个领域"),
        ("units: {water: 水利局}\nrules: [{field: water}]", "任何项目都会归入"),
        ("units: {water: 水利局}\nrules: [{field: dream, name: [渠]}]", "不是允许的词"),
        ("units: {water: 水利局}\nrules: [{field: water, name: 渠}]", "应为一列词"),
        ("units: {water: 水利局}\nrules: [{field: water, place: [渠]}]", "没有这个名称"),
        ("units: {water: 水利局}\nrules: []", "没有一行数据"),
    ],
)
def test_a_bad_rule_is_refused(tmp_path, text, said):
    with pytest.raises(FileRefused, match=said):
        read_rules(_file(tmp_path, text, "fields.yaml"))


# --- decisions about likely duplicates ----------------------------------------------------------------------------------
def test_a_decision_that_a_person_takes_back_is_not_brought_again(db, tmp_path):
    PlanFactory()
    projects, pairs = _file(tmp_path, HEAD + TWINS), _file(tmp_path, DECIDED + MERGED, "pairs.csv")
    load_projects([projects], pairs=pairs)
    pair = LikePair.objects.get()
    assert (pair.decision, pair.first.merged_into_id) == ("merged", pair.second_id)
    undo(pair=pair, reason="两处不同", by=accounts.planner())
    assert load_projects([projects], pairs=pairs).kept["疑似重复项目"] == 1
    pair.refresh_from_db()
    assert (pair.decision, Project.objects.exclude(merged_into=None).count()) == ("open", 0)


def test_what_an_earlier_file_decided_follows_the_corrected_one(db, tmp_path):
    PlanFactory()
    apart = MERGED.replace("merged,second,同一园", "linked,,没有写明是同一园")
    other = "410726-2021-2025,10,黄河农耕文化园,30,花园,apart,,两处\n"
    projects = _file(tmp_path, HEAD + TWINS + "专栏2,乙,花园,,project,box,30\n")
    load_projects([projects], pairs=_file(tmp_path, DECIDED + MERGED + other, "pairs.csv"))
    again = load_projects(
        [projects], pairs=_file(tmp_path, DECIDED + MERGED.replace("一园", "一处园") + other, "pairs.csv")
    )
    pair = LikePair.objects.get(second__name="黄河农耕文化园建设项目")
    assert (again.changed["疑似重复项目"], pair.reason, pair.first.merged_into_id) == (1, "同一处园", pair.second_id)
    changed = load_projects([projects], pairs=_file(tmp_path, DECIDED + apart, "pairs.csv"))
    assert changed.changed["疑似重复项目"] == 2
    assert set(LikePair.objects.values_list("decision", "reason")) == {("linked", "没有写明是同一园"), ("open", "")}
    assert not Project.objects.exclude(merged_into=None).exists()
    assert load_projects([projects], pairs=_file(tmp_path, DECIDED + apart, "pairs.csv")).written == 0
    assert load_projects([projects]).written == 0, "without a file of decisions nothing is taken back"


def test_a_decision_about_no_entry_is_refused(db, tmp_path):
    PlanFactory()
    pairs = _file(tmp_path, DECIDED + MERGED.replace("20,", "21,"), "pairs.csv")
    with pytest.raises(FileRefused, match="没有这一行这个名称的项目"):
        load_projects([_file(tmp_path, HEAD + TWINS)], pairs=pairs)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MERGED.replace("second,同", ",同"), "合并须写保留哪一个"),
        (MERGED.replace("merged", "apart"), "合并须写保留哪一个"),
        (MERGED.replace("merged", "open"), "不是允许的词"),
        (MERGED.replace("同一园", ""), "没有填"),
        (MERGED * 2, "已经写过"),
    ],
)
def test_a_bad_decision_is_refused(tmp_path, text, said):
    with pytest.raises(FileRefused, match=said):
        read_decisions(_file(tmp_path, DECIDED + text, "pairs.csv"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "wanted"), [(["ended", "draft"], 0), (["replaced", "draft"], 0), (["replaced", "in_force"], 1)]
)
def test_projects_go_to_the_plan_that_counts(states, wanted):
    """A planner may have begun another plan of the period, put one in the place of the first, or marked the first as replaced."""
    first = PlanFactory(status=states[0])
    years = {"base_year": 2020, "start_year": 2021, "end_year": 2025}
    plans = [first, Plan.objects.create(region=first.region, title="另一本", status=states[1], **years)]
    problems = []
    assert plan_of(Path("410726-2021-2025.csv"), problems) == plans[wanted]
    assert not problems
