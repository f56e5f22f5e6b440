"""Faults in hand-edited files."""

import pickle

from site_lists.model import DataFileError, DataFileErrors


def test_a_fault_comes_whole_out_of_a_worker():
    fault = DataFileError("sites.csv", "line 3", "the address is wrong; correct it")

    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)


def test_several_faults_come_whole_out_of_a_worker():
    faults = DataFileErrors([DataFileError("a.toml", "", "wrong; mend"), DataFileError("b.csv", "line 1", "odd; mend")])

    assert [str(each) for each in pickle.loads(pickle.dumps(faults)).faults] == [str(each) for each in faults.faults]
