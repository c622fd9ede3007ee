using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>Three drawn scenes of its own for a test that spoils them.</summary>
internal sealed class FewScenes : IDisposable
{
    private readonly TempFolder _temp = new();

    public FewScenes() => SmallScenes.Draw(this["data"], Configuration, 3);

    /// <summary>The settings of the scenes.</summary>
    public string Configuration => this["scenes.yaml"];

    /// <summary>The run folder.</summary>
    public string Out => this["run"];

    /// <summary>A path inside the test's folder.</summary>
    public string this[string name] => _temp[name];

    /// <summary>A file of the dataset.</summary>
    public string Data(string name) => Path.Combine(this["data"], name);

    /// <summary>Calls a verb over the scenes.</summary>
    public Task<SecoResult> Run(string verb, params string[] more) => Seco.Run([verb, Configuration, "--out", Out, .. more]);

    /// <summary>Runs everything, expects an error that says certain things, and that nothing half-written and no final label is left.</summary>
    public async Task<SecoResult> Refuses(string[] says, params string[] more)
    {
        SecoResult result = (await Run("run", more)).Expect(ExitCode.Failed).Says(says);
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
        AssertNothingHalfWritten();
        Assert.False(Directory.Exists(Path.Combine(Out, "labels")), "final labels were written");
        return result;
    }

    /// <summary>Fails the test where a temporary file is left.</summary>
    public void AssertNothingHalfWritten() =>
        Assert.Empty(Directory.EnumerateFiles(_temp.Path, "*.partial", SearchOption.AllDirectories));

    /// <summary>Cuts a file of the dataset to a part of its length.</summary>
    public string Cut(string name, double share)
    {
        byte[] bytes = File.ReadAllBytes(Data(name));
        File.WriteAllBytes(Data(name), bytes[..(int)(bytes.Length * share)]);
        return Data(name);
    }

    /// <summary>Changes a label map of the dataset.</summary>
    public string Change(string name, Action<LabelMap> change)
    {
        LabelMap labels = LabelPng.Read(Data(name));
        change(labels);
        LabelPng.Write(Data(name), labels);
        return Data(name);
    }

    public void Dispose() => _temp.Dispose();
}
