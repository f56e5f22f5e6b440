"""Lines and units that run waves unattended, tried with the programs that read them."""

import shutil
import subprocess

import pytest

from reports.schedule import schedule_text, start_time, unit_quoted
from site_lists.model import load_list


@pytest.fixture
def site_list(tmp_path):
    folder = tmp_path / "my-towns"
    folder.mkdir()
    header = "id,name,name_en,url,country,region,level,languages,population,valid_from,valid_to,successor,note\n"
    (folder / "sites.csv").write_text(header + "a,A,,https://a.example/,SI,,city,sl,,,,,\n", encoding="utf-8")
    text = 'title = "100 % towns"\nsource = "s"\ncontact = "c"\n[crawl]\nhours = "20:30-07:00 Asia/Shanghai"\n'
    (folder / "list.toml").write_text(text, encoding="utf-8")
    return load_list(folder)


def test_a_wave_starts_when_the_list_permits_it():
    assert start_time("20:30-07:00 Asia/Shanghai") == (20, 30, "Asia/Shanghai")
    assert start_time("") == (2, 17, "")


def test_a_cron_line_escapes_every_percent_sign_and_names_the_time_zone(site_list, tmp_path):
    text = schedule_text(site_list, form="cron", every="month", data=tmp_path / "50% data")
    line = text.splitlines()[-1]

    assert "CRON_TZ=Asia/Shanghai" in text
    assert line.startswith("30 20 1 * * ")
    assert "%" not in line.replace(r"\%", "")


@pytest.mark.parametrize("form", ["cron", "systemd"])
def test_a_wave_is_labelled_by_the_day_in_the_time_zone_it_starts_in(site_list, tmp_path, form):
    text = schedule_text(site_list, form=form, every="year", data=tmp_path)

    assert "(TZ=Asia/Shanghai date +" in text


@pytest.mark.parametrize("form", ["cron", "systemd"])
def test_a_title_of_several_lines_adds_no_line(site_list, tmp_path, form):
    options = site_list.options.model_copy(update={"title": "Towns\n* * * * * rm -rf ~\nExecStart=/bin/false"})
    plain = schedule_text(site_list, form=form, every="year", data=tmp_path)
    text = schedule_text(site_list.model_copy(update={"options": options}), form=form, every="year", data=tmp_path)

    assert len(text.splitlines()) == len(plain.splitlines())


def test_the_shell_that_cron_starts_reads_the_line_as_meant(site_list, tmp_path):
    line = schedule_text(site_list, form="cron", every="year", data=tmp_path / "d").splitlines()[-1]
    command = line.split(" ", 5)[5].replace(r"\%", "%").split(" >> ")[0].split(" && ")[1]

    words = subprocess.run(["sh", "-c", f"printf '%s\\n' {command}"], capture_output=True, text=True, check=True)

    said = words.stdout.splitlines()
    assert said[-6:-3] == ["run", str(site_list.folder.resolve()), "--data"]
    assert said[-1].isdigit()
    assert len(said[-1]) == 4


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("every", ["week", "month", "quarter", "year"])
def test_systemd_accepts_the_units(site_list, tmp_path, every):
    text = schedule_text(site_list, form="systemd", every=every, data=tmp_path)
    _, service, timer = text.split("# ~/.config/systemd/user/")
    for part in (service, timer):
        name, body = part.split("\n", 1)
        (tmp_path / name).write_text(body, encoding="utf-8")
    clock = next(line.split("=", 1)[1] for line in timer.splitlines() if line.startswith("OnCalendar="))

    units = [str(path) for path in sorted(tmp_path.glob("egovbench-*"))]
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    calendar = subprocess.run(["systemd-analyze", "calendar", clock], capture_output=True, text=True, check=False)

    assert "egovbench" not in verified.stderr
    assert calendar.returncode == 0, calendar.stderr


def test_a_word_of_a_unit_keeps_percent_and_dollar_signs():
    assert unit_quoted('say "$(date +%Y)"') == r'"say \"$$(date +%%Y)\""'
