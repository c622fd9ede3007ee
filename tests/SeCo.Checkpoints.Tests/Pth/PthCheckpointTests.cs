using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests.Pth;

public sealed class PthCheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Takes_the_root_where_it_holds_tensors_and_leaves_out_the_rest()
    {
        using ICheckpoint checkpoint = Open(p => Weights(p, "w", "b").Text("epoch").Int(3).Text("notes").Op('}').Op('u'));
        Assert.Equal(["w", "b"], checkpoint.Names);
        Assert.Equal(PthSample.Values, checkpoint.Read("b").ToSingles());
        Assert.True(checkpoint.Contains("w"));
        Assert.False(checkpoint.Contains("epoch"));
    }

    [Fact]
    public void Finds_a_usual_section_or_the_only_one_with_tensors()
    {
        using ICheckpoint usual =
            Open(p => Weights(Weights(p.Text("ema").Op('}').Op('('), "e").Op('u').Text("state_dict").Op('}').Op('('), "w").Op('u').Op('u'));
        Assert.Equal(["w"], usual.Names);
        using ICheckpoint only = Open(p => Weights(p.Text("step").Int(1).Text("generator").Op('}').Op('('), "g").Op('u').Op('u'));
        Assert.Equal(["g"], only.Names);
    }

    [Fact]
    public void Asks_where_several_sections_could_be_meant_and_takes_the_one_given()
    {
        static PickleEmitter Build(PickleEmitter p) =>
            Weights(Weights(p.Text("student").Op('}').Op('('), "s").Op('u').Text("teacher").Op('}').Op('('), "t").Op('u').Op('u');
        CheckpointException error = Assert.Throws<CheckpointException>(() => Open(Build));
        Assert.Contains("'student', 'teacher'", error.Message, StringComparison.Ordinal);
        using ICheckpoint teacher = Open(Build, new CheckpointOptions { Section = "teacher" });
        Assert.Equal(["t"], teacher.Names);
        CheckpointException absent = Assert.Throws<CheckpointException>(() => Open(Build, new CheckpointOptions { Section = "teacher/net" }));
        Assert.Contains("no 'net'", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_what_the_file_holds_where_it_has_no_tensors()
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Open(p => p.Text("epoch").Int(1).Op('u')));
        Assert.Contains("'epoch'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_prefix_of_DataParallel_off_only_where_every_name_has_it()
    {
        using ICheckpoint all = Open(p => Weights(p, "module.w", "module.b").Op('u'));
        Assert.Equal(["w", "b"], all.Names);
        Assert.Equal("w", all.Describe("w").Name);
        Assert.Equal(PthSample.Values, all.Read("w").ToSingles());
        Assert.False(all.Contains("module.w"));
        using ICheckpoint some = Open(p => Weights(p, "module.w", "b").Op('u'));
        Assert.Equal(["module.w", "b"], some.Names);
        using ICheckpoint kept = Open(p => Weights(p, "module.w").Op('u'), new CheckpointOptions { Prefix = "" });
        Assert.Equal(["module.w"], kept.Names);
    }

    [Fact]
    public void Joins_sections_that_are_one_network_together()
    {
        static PickleEmitter Build(PickleEmitter p) =>
            Weights(Weights(p.Text("body").Op('}').Op('('), "w").Op('u').Text("head").Op('}').Op('('), "w").Op('u').Op('u');
        CheckpointOptions joined = new() { JoinedSections = ["body", "head"] };
        using ICheckpoint both = Open(Build, joined);
        Assert.Equal(["body.w", "head.w"], both.Names);
        Assert.Equal(PthSample.Values, both.Read("head.w").ToSingles());
        using ICheckpoint one = Open(Build, joined with { Section = "head" });
        Assert.Equal(["w"], one.Names);
        using ICheckpoint usual = Open(p => Weights(p, "body.w").Op('u'), joined);
        Assert.Equal(["body.w"], usual.Names);
        CheckpointException twice = Assert.Throws<CheckpointException>(() => Open(
            p =>
                Weights(Weights(p.Text("body").Op('}').Op('('), "b.w").Op('u').Text("body.b").Op('}').Op('('), "w").Op('u')
                    .Op('u'), new CheckpointOptions { JoinedSections = ["body", "body.b"] }));
        Assert.Contains("'body.b.w'", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_tensors_other_names_and_leaves_some_out()
    {
        using ICheckpoint checkpoint = Open(p => Weights(p, "a.w", "b.w", "c").Op('u'));
        ICheckpoint renamed = checkpoint.Renamed(name => name == "c" ? null : "x." + name);
        Assert.Equal(["x.a.w", "x.b.w"], renamed.Names);
        Assert.Equal("x.b.w", renamed.Describe("x.b.w").Name);
        Assert.Equal(PthSample.Values, renamed.Read("x.a.w").ToSingles());
        Assert.False(renamed.Contains("c"));
        CheckpointException absent = Assert.Throws<CheckpointException>(() => renamed.Read("c"));
        Assert.Contains("no tensor 'c'", absent.Message, StringComparison.Ordinal);
        CheckpointException same = Assert.Throws<CheckpointException>(() => checkpoint.Renamed(_ => "w"));
        Assert.Contains("'a.w' and 'b.w' would both be 'w'", same.Message, StringComparison.Ordinal);
    }

    private static PickleEmitter Weights(PickleEmitter pickle, params string[] names)
    {
        foreach (string name in names)
        {
            pickle.Text(name).Tensor("FloatStorage", "0", 6, 0, [6], [1]);
        }

        return pickle;
    }

    private ICheckpoint Open(Func<PickleEmitter, PickleEmitter> fill, CheckpointOptions? options = null)
    {
        byte[] pickle = fill(new PickleEmitter().Op('}').Op('(')).Stop().ToArray();
        File.WriteAllBytes(_folder["x.pth"], PthSample.Zip(pickle, PthSample.StateStorages));
        return CheckpointFile.Open(_folder["x.pth"], options);
    }
}
