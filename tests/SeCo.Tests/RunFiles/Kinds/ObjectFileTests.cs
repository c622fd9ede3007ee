using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class ObjectFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Path => _temp["stage.json"];

    [Fact]
    public void A_record_reads_back_equal_and_says_what_it_is()
    {
        RunFileKinds.Stage.Write(Path, new StageRecord("ab", Finished: true));

        Assert.Equal("{\n  \"format\": \"seco.stage/1\",\n  \"fingerprint\": \"ab\",\n  \"finished\": true\n}", File.ReadAllText(Path));
        Assert.Equal(new StageRecord("ab", Finished: true) { Format = "seco.stage/1" }, RunFileKinds.Stage.Read(Path));
    }

    [Fact]
    public void A_file_of_before_there_were_versions_is_read()
    {
        File.WriteAllText(Path, """{"fingerprint": "ab", "finished": false, "unknown": 1}""");

        Assert.Equal(new StageRecord("ab", Finished: false), RunFileKinds.Stage.Read(Path));
    }

    [Fact]
    public void A_list_that_is_missing_is_empty()
    {
        File.WriteAllText(Path, """{"rule": "all", "labelled": 1, "unlabelled": 2, "held_out": 3}""");
        Assert.Empty(RunFileKinds.Split.Read(Path).Images);
    }

    [Theory]
    [InlineData("{", "is no stage file of seco")]
    [InlineData("null", "the file holds null")]
    [InlineData("[]", "is no stage file of seco")]
    [InlineData("""{"finished": true}""", "fingerprint")]
    [InlineData("""{"fingerprint": null, "finished": true}""", "is no stage file of seco")]
    [InlineData("""{"format": "seco.manifest/1", "fingerprint": "a", "finished": true}""", "its format is 'seco.manifest/1', expected seco.stage/1")]
    [InlineData("""{"format": "seco.stage/2", "fingerprint": "a", "finished": true}""", "A newer seco may have written it")]
    public void What_is_no_such_file_is_refused_with_its_name(string text, string says)
    {
        File.WriteAllText(Path, text);

        DatasetException fault = Assert.Throws<DatasetException>(() => RunFileKinds.Stage.Read(Path));

        Assert.StartsWith(Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_people_to_look_at_a_fault_is_a_note()
    {
        List<string> notes = [];
        Assert.Null(RunFileKinds.Stage.ReadIfUsable(Path, notes));
        Assert.Empty(notes);

        File.WriteAllText(Path, "{");
        Assert.Null(RunFileKinds.Stage.ReadIfUsable(Path, notes));
        Assert.StartsWith("stage.json cannot be read: ", Assert.Single(notes), StringComparison.Ordinal);

        // Whatever a disk makes of it: cut anywhere, or one byte changed.
        byte[] whole = [.. """{"format": "seco.evaluation/1", "images": 35, "miou": 0.25, "classes": [{"name": "a", "iou": 1e-3}]}"""u8];
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 5;
            foreach (byte[] text in new[] { whole[..i], changed })
            {
                File.WriteAllBytes(_temp["evaluation.json"], text);
                RunFileKinds.Evaluation.ReadIfUsable(_temp["evaluation.json"], notes);
            }
        }
    }

    [Fact]
    public void For_people_to_look_at_a_field_that_cannot_be_used_is_left_out()
    {
        List<string> notes = [];
        File.WriteAllText(_temp["evaluation.json"], """{"images": 3, "miou": "much", "coverage": 0.5}""");

        EvaluationRecord read = RunFileKinds.Evaluation.ReadIfUsable(_temp["evaluation.json"], notes)!;

        Assert.Equal((3, null, 0.5), (read.Images, read.Miou, read.Coverage));
        Assert.Equal("evaluation.json: miou must be a finite number; what 'miou' says is left out.", Assert.Single(notes));

        File.WriteAllText(Path, """{"fingerprint": 7, "finished": true}""");
        Assert.Null(RunFileKinds.Stage.ReadIfUsable(Path, notes));
    }

    public void Dispose() => _temp.Dispose();
}
