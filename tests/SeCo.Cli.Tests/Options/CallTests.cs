using System.CommandLine;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Options;

public sealed class CallTests
{
    [Theory]
    [InlineData(false, "done", "seco: left out")]
    [InlineData(true, "", "")]
    public void A_quiet_call_says_and_notes_nothing(bool quiet, string output, string error)
    {
        (int code, string said, string noted) = Invoke(quiet, parsed =>
        {
            parsed.Note(["left out"]);
            return parsed.Say("done");
        });
        Assert.Equal((ExitCode.Done, output, error), (code, said, noted));
    }

    [Fact]
    public void What_may_have_gone_wrong_is_said_in_quiet_calls_too()
    {
        (_, _, string noted) = Invoke(quiet: true, parsed =>
        {
            parsed.Mind(null);
            parsed.Mind("labels are read by number");
            return ExitCode.Done;
        });
        Assert.Equal("seco: mind that labels are read by number", noted);
    }

    [Fact]
    public void What_a_summary_writes_is_printed_as_text()
    {
        (_, string said, _) = Invoke(quiet: false, parsed =>
        {
            parsed.Print(stream => stream.Write("{\"käse\": 1}"u8));
            return ExitCode.Done;
        });
        Assert.Equal("{\"käse\": 1}", said);
    }

    [Fact]
    public void Only_a_folder_is_an_input_folder()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["a.png"], "");
        Assert.Equal([temp.Path], Call.FolderIn(temp.Path));
        Assert.Empty(Call.FolderIn(temp["a.png"]));
    }

    private static (int Code, string Output, string Error) Invoke(bool quiet, Func<ParseResult, int> action)
    {
        RootCommand root = [];
        root.Add(CommonOptions.Quiet);
        root.SetAction(action);
        using StringWriter output = new(), error = new();
        int code = root.Parse(quiet ? ["--quiet"] : []).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }
}
