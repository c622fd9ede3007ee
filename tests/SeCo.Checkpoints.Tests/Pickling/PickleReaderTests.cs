using System.Numerics;
using System.Text;
using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Checkpoints.Pickling;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests.Pickling;

public sealed class PickleReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_every_kind_of_constant()
    {
        byte[] pickle = new PickleEmitter().Op('(').Op('N').Raw(0x88).Raw(0x89).Op('K').Raw(200).Op('M').Raw(1, 2).Int(-5).Long(1L << 40)
            .Raw(0x8a, 0).Raw(0x8b, 9, 0, 0, 0).Raw(0, 0, 0, 0, 0, 0, 0, 0, 1).Float(1.5).Text("é").Raw(0x8c, 1, (byte)'s').Op('U').Raw(1, 0xe9)
            .Raw(Encoding.ASCII.GetBytes("I01\nI-7\nL9L\nF2.5\nS'q'\nVu\n")).Op('C').Raw(2, 8, 9).Op('t').Stop().ToArray();
        object?[] expected =
        [
            null, true, false, 200L, 513L, -5L, 1L << 40, 0L, BigInteger.Pow(2, 64), 1.5, "é", "s", "é", true, -7L, 9L, 2.5, "q", "u", new byte[] { 8, 9 },
        ];
        Assert.Equal(expected, Assert.IsType<PickleTuple>(Read(pickle)));
    }

    [Fact]
    public void Reads_containers_memory_and_protocol_four()
    {
        byte[] pickle = new PickleEmitter().Raw(0x95, 0, 0, 0, 0, 0, 0, 0, 0).Op(']').Raw(0x94).Op('(').Text("a").Raw(0x94).Op('h').Raw(1).Op('e')
            .Op('}').Op('q').Raw(7).Text("k").Int(1).Op('s').Raw(0x86).Op('h').Raw(7).Op('0').Stop().ToArray();
        PickleTuple pair = Assert.IsType<PickleTuple>(Read(pickle));
        Assert.Equal(new object[] { "a", "a" }, Assert.IsType<List<object?>>(pair[0]));
        Assert.Equal("k", Assert.Single(Assert.IsType<PickleMapping>(pair[1]).Items).Key);
    }

    [Fact]
    public void Keeps_the_order_and_the_last_value_of_a_dictionary()
    {
        byte[] pickle = new PickleEmitter().Op('}').Op('(').Text("b").Int(1).Text("a").Int(2).Text("b").Int(3).Int(5).Int(4).Op('u').Stop().ToArray();
        PickleMapping mapping = Assert.IsType<PickleMapping>(Read(pickle));
        Assert.Equal(["b", "a", 5L], mapping.Items.Select(i => i.Key));
        Assert.True(mapping.TryGetValue("b", out object? value));
        Assert.Equal(3L, value);
    }

    [Fact]
    public void A_list_may_contain_itself()
    {
        List<object?> list = Assert.IsType<List<object?>>(Read(new PickleEmitter().Op(']').Op('q').Raw(0).Op('h').Raw(0).Op('a').Stop().ToArray()));
        Assert.Same(list, Assert.Single(list));
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "exec")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch", "load")]
    [InlineData("torch.nn.modules.conv", "Conv2d")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    [InlineData("collections", "defaultdict")]
    [InlineData("argparse", "Namespace")]
    public void Refuses_every_other_object_by_name_and_runs_nothing(string module, string name)
    {
        string canary = _folder["canary"];
        PickleEmitter[] ways =
        [
            new PickleEmitter().Global(module, name).Text($"touch {canary}").Raw(0x85).Op('R').Stop(),
            new PickleEmitter().Text(module).Text(name).Raw(0x93).Text($"touch {canary}").Raw(0x85).Op('R').Stop(),
            new PickleEmitter().Op('(').Text($"touch {canary}").Op('i').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n")).Stop(),
            new PickleEmitter().Op('(').Global(module, name).Text($"touch {canary}").Op('o').Stop(),
            new PickleEmitter().Global(module, name).Op(')').Raw(0x81).Stop(),
        ];
        foreach (PickleEmitter way in ways)
        {
            CheckpointException error = Assert.Throws<CheckpointException>(() => Read(way.ToArray()));
            Assert.Contains($"refuses to build '{module}.{name}'", error.Message, StringComparison.Ordinal);
            Assert.Contains("torch.save(model.state_dict()", error.Message, StringComparison.Ordinal);
            Assert.Equal(["x.pth"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Refuses_new_objects_state_sets_and_extensions_by_name()
    {
        CheckError(new PickleEmitter().Global("collections", "OrderedDict").Op(')').Raw(0x81).Stop(), "'collections.OrderedDict'");
        CheckError(new PickleEmitter().Global("torch", "FloatStorage").Op(')').Op('R').Stop(), "torch.FloatStorage");
        CheckError(new PickleEmitter().Text("f").Op(')').Op('R').Stop(), "the string 'f'");
        CheckError(new PickleEmitter().Op(']').Op('}').Op('b').Stop(), "state of a list");
        CheckError(new PickleEmitter().Raw(0x8f).Stop(), "EmptySet");
        CheckError(new PickleEmitter().Raw(0x82, 1).Stop(), "Extension1");
        CheckError(new PickleEmitter().Op('P').Raw(Encoding.ASCII.GetBytes("id\n")).Stop(), "PersistentText");
        CheckError(new PickleEmitter().Raw(0x97).Stop(), "NextBuffer");
    }

    [Fact]
    public void Refuses_malformed_pickles()
    {
        CheckError(new PickleEmitter().Stop(), "empty stack");
        CheckError(new PickleEmitter().Int(1).Int(2).Stop(), "too many");
        CheckError(new PickleEmitter().Op('t').Stop(), "without a mark");
        CheckError(new PickleEmitter().Op('(').Raw(0x85).Stop(), "takes 1 values");
        CheckError(new PickleEmitter().Op('h').Raw(3).Stop(), "never stored");
        CheckError(new PickleEmitter().Int(1).Int(2).Op('a').Stop(), "expected a list");
        CheckError(new PickleEmitter().Op('}').Op('(').Int(2).Op('u').Stop(), "expected pairs");
        CheckError(new PickleEmitter().Op('}').Op(']').Int(2).Op('s').Stop(), "a list");
        CheckError(new PickleEmitter().Raw(0xff).Stop(), "0xff");
        CheckError(new PickleEmitter().Raw(0x80, 6).Stop(), "protocol 6");
        CheckError(new PickleEmitter().Op('X').Raw(2, 0, 0, 0, 0xff, 0xfe).Stop(), "UTF-8");
        CheckError(new PickleEmitter().Op('I').Raw(Encoding.ASCII.GetBytes("zwei\n")).Stop(), "'zwei'");
    }

    [Fact]
    public void Takes_no_memory_for_lengths_that_the_file_does_not_have()
    {
        CheckError(new PickleEmitter().Op('X').Raw(0xff, 0xff, 0xff, 0xff).Stop(), "4294967295 bytes are expected");
        CheckError(new PickleEmitter().Raw(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).Stop(), "are expected");
        CheckError(new PickleEmitter().Op('T').Raw(0xff, 0xff, 0xff, 0xff).Stop(), "are expected");
        CheckError(new PickleEmitter().Raw(0x8b, 0xff, 0xff, 0xff, 0xff).Stop(), "an integer has 4294967295 bytes");
        CheckError(new PickleEmitter().Op('c').Raw(Encoding.ASCII.GetBytes(new string('m', 70_000))).Stop(), "does not end");
    }

    [Fact]
    public void Stops_a_pickle_that_builds_without_end()
    {
        byte[] bytes = new byte[PickleStack.MaxPushes + 100];
        Array.Fill(bytes, (byte)'N');
        CheckError(new PickleEmitter().Raw(bytes), "builds more than");
        Array.Fill(bytes, (byte)'(');
        CheckError(new PickleEmitter().Raw(bytes), "marks");
    }

    [Fact]
    public void Stops_a_small_pickle_that_copies_a_list_again_and_again()
    {
        PickleEmitter pickle = new PickleEmitter().Raw((byte)']', (byte)'(');
        for (int i = 0; i < 30_000; i++)
        {
            pickle.Raw((byte)'K', 1, (byte)'N', 0x86);
        }

        pickle.Raw((byte)'e', 0x85, (byte)'q', 0, (byte)'0');
        for (int i = 0; i < 2000; i++)
        {
            pickle.Global("collections", "OrderedDict").Raw((byte)'h', 0, (byte)'R');
        }

        CheckError(pickle.Stop(), ReadBudget.Variable);
    }

    [Fact]
    public void Reads_lines_of_text_across_the_ends_of_its_window()
    {
        PickleEmitter pickle = new PickleEmitter().Raw((byte)']', (byte)'(');
        for (int i = 0; i < 30_000; i++)
        {
            pickle.Op('I').Raw(Encoding.ASCII.GetBytes($"{i}\n"));
        }

        List<object?> list = Assert.IsType<List<object?>>(Read(pickle.Op('e').Stop().ToArray()));
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => (object?)(long)i), list);
    }

    [Fact]
    public void Deep_nesting_needs_no_deep_stack()
    {
        const int Depth = 1_000_000;
        byte[] opens = new byte[Depth];
        byte[] appends = new byte[Depth - 1];
        Array.Fill(opens, (byte)']');
        Array.Fill(appends, (byte)'a');
        object? value = Read(new PickleEmitter().Raw(opens).Raw(appends).Stop().ToArray());
        int depth = 0;
        while (value is List<object?> { Count: > 0 } list)
        {
            value = list[0];
            depth++;
        }

        Assert.Equal(Depth - 1, depth);
    }

    [Fact]
    public void Makes_names_of_the_file_fit_for_a_message()
    {
        CheckpointException error =
            Assert.Throws<CheckpointException>(() => Read(new PickleEmitter().Global("a\u001b[2J", new string('b', 9999)).Stop().ToArray()));
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.True(error.Message.Length < 1000);
    }

    private void CheckError(PickleEmitter pickle, string reason)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Read(pickle.ToArray()));
        Assert.Contains(_folder["x.pth"], error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Reads the pickle through the window over a file, as legacy checkpoints are.</summary>
    private object? Read(byte[] pickle)
    {
        File.WriteAllBytes(_folder["x.pth"], pickle);
        using CheckpointBytes file = new(_folder["x.pth"]);
        return new PickleReader(new PickleInput(file, 0, "the file"), new TorchObjects(file.Length)).Read();
    }
}
