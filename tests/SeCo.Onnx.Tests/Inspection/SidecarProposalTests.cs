using SeCo.Configuration;
using SeCo.Onnx.Inspection;
using SeCo.Onnx.Tests.Fixtures;
using SeCo.Prediction.Sidecars;
using SeCo.Testing;
using Xunit;

namespace SeCo.Onnx.Tests.Inspection;

public sealed class SidecarProposalTests
{
    [Fact]
    public void A_proposal_says_what_it_assumed_and_asks_for_what_no_file_tells()
    {
        using TempFolder folder = new();
        SidecarProposal proposal = OnnxInspection.Of(SmallModel.Write(folder, null, [8, 16], last: "Softmax")).Proposal;
        Assert.Equal((OutputValues.Probabilities, 16, 8), (proposal.Sidecar.Output.Values, proposal.Sidecar.Input.Width, proposal.Sidecar.Input.Height));
        Assert.Contains("colours holds probabilities: it comes from the operator Softmax.", proposal.Assumed);
        Assert.Contains(proposal.Asked, sentence => sentence.StartsWith("the classes of the 3 outputs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_proposal_is_a_sidecar_but_for_the_classes()
    {
        using TempFolder folder = new();
        string file = SmallModel.Write(folder, null);
        SidecarProposal proposal = OnnxInspection.Of(file).Proposal;
        File.WriteAllText(NetworkSidecar.PathOf(file), proposal.ToYaml());
        Assert.Equal(OptionsWriter.ToYaml(proposal.Sidecar), OptionsWriter.ToYaml(NetworkSidecar.Of(file)));
        Assert.Null(NetworkSidecar.Of(file).Classes(file));
    }
}
